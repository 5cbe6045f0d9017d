"""Random tokens: the holder has the token, the database only its hash."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits in URL-safe form."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the hash under which a token is stored. One round suffices for a random token."""
    return hashlib.sha256(token.encode()).hexdigest()
