"""Small secrets encrypted before they reach the database (DESIGN §3.8)."""

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
    """What was sealed was sealed with another key, for another place, or was changed since."""


class Sealer:
    """Seals with keys drawn from one secret of the installation (TOTP_KEY)."""

    def __init__(self, secret: str, purpose: str) -> None:
        """purpose: tells apart the keys that one secret gives for different uses."""
        drawn = HKDF(SHA256(), 2 * KEY, None, purpose.encode()).derive(secret.encode())
        self._cipher = AESGCM(drawn[:KEY])
        self._mac_key = drawn[KEY:]

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt with AES-256-GCM. place: table, row and column, without which it can't be opened."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What `seal` was given. Raises CannotOpen."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def fingerprint(self, text: str, place: str) -> str:
        """A keyed hash (64 hex digits) of a text too short to be stored under a plain one."""
        content = f"{place}\0{text}".encode()
        return hmac.new(self._mac_key, content, hashlib.sha256).hexdigest()
