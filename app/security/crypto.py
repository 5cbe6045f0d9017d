"""Encryption of small secrets before they reach the database."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
KEY = 32


class CannotOpen(Exception):
    """The value was sealed with another key or for another place, or was modified."""


class Sealer:
    """Sealing with keys derived from one secret of the installation (TOTP_KEY)."""

    def __init__(self, secret: str, purpose: str) -> None:
        """purpose: separates the keys derived from one secret for different uses."""
        drawn = HKDF(SHA256(), 2 * KEY, None, purpose.encode()).derive(secret.encode())
        self._cipher = AESGCM(drawn[:KEY])
        self._mac_key = drawn[KEY:]

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt with AES-256-GCM. place: table, row and column, required for opening."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return the value given to `seal`. Raises CannotOpen."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def fingerprint(self, text: str, place: str) -> str:
        """Return a keyed hash (64 hex digits), for a text too short for a plain hash."""
        content = f"{place}\0{text}".encode()
        return hmac.new(self._mac_key, content, hashlib.sha256).hexdigest()
