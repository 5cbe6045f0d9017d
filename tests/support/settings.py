"""The settings of the application under test."""

from pathlib import Path
from typing import Any


def for_tests(instance: Path, database_url: str) -> dict[str, Any]:
    """Return the settings for `create_app`; everything is enabled, including CSRF and rate limits."""
    return {
        "TESTING": True,
        "COMPONENTS_PAGE": True,
        "INSTANCE_DIR": str(instance),
        "CASE_KEY_STORE": str(instance / "case_keys"),
        "LEDGER_FOLDER": str(instance / "ledger"),
        "SQLALCHEMY_DATABASE_URI": database_url,
        "BASE_URL": "http://localhost",
        "SECRET_KEY": "a secret of the tests, long enough",
        "TOTP_KEY": "another secret of the tests, long enough",
        "CASE_KEY": "a third secret of the tests, long enough",
    }
