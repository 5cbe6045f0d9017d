"""What many of the pages' tests begin with."""

import pytest

from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient


@pytest.fixture
def desk(session: object, client_as: RoleClients) -> PlatformClient:
    """A person of the secretariat, logged in."""
    return client_as("secretariat")
