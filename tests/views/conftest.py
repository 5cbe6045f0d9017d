"""Fixtures shared by the tests of the pages."""

import pytest

from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient


@pytest.fixture
def desk(session: object, client_as: RoleClients) -> PlatformClient:
    """Return a client logged in as the secretariat."""
    return client_as("secretariat")
