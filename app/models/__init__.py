"""Database tables. Importing this package registers all of them with SQLAlchemy."""

import sys

from app import wings

wings.import_all(sys.modules[__name__])
