"""Random tokens: the holder has the token, the database only its hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The hash under which a token is stored. The token is random, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
