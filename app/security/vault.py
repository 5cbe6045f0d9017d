"""Sealing and opening what a case says: AES-256-GCM with the case's key, bound to table, row, column."""

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from app.models.case import SupportCase
from app.security.case_keys import KeyStore
from app.security.crypto import NONCE, CannotOpen

EXTENSION = "case_keys"


def install(app: Flask, store: KeyStore) -> None:
    """Let the application's vault use this store."""
    app.extensions[EXTENSION] = store


def keys() -> KeyStore:
    """The store of the application at work."""
    store: KeyStore = current_app.extensions[EXTENSION]
    return store


def seal(row: Any, column: str, value: Any) -> None:
    """Put a value of JSON into a sealed column. The row has its id and its case already.

    Raises KeyDestroyed for an erased case.
    """
    seal_bytes(row, column, json.dumps(value, ensure_ascii=False).encode())


def unseal(row: Any, column: str) -> Any:
    """What `seal` was given; None for an empty column. Raises CannotOpen, KeyDestroyed."""
    plain = unseal_bytes(row, column)
    return None if plain is None else json.loads(plain)


def seal_bytes(row: Any, column: str, plain: bytes) -> None:
    """`seal` for a document."""
    nonce = os.urandom(NONCE)
    setattr(row, column, nonce + _cipher(row).encrypt(nonce, plain, _place(row, column)))


def unseal_bytes(row: Any, column: str) -> bytes | None:
    """What `seal_bytes` was given; None for an empty column. Raises CannotOpen, KeyDestroyed."""
    sealed: bytes | None = getattr(row, column)
    if sealed is None:
        return None
    try:
        return _cipher(row).decrypt(sealed[:NONCE], sealed[NONCE:], _place(row, column))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"{row.__tablename__}.{column}") from error


def fingerprint(text: str) -> str:
    """A keyed hash (64 hex digits): equal for equal texts, and useless without the store."""
    return hmac.new(keys().fingerprint_key(), text.encode(), hashlib.sha256).hexdigest()


def _cipher(row: Any) -> AESGCM:
    case_id = row.id if isinstance(row, SupportCase) else row.case_id
    return AESGCM(keys().key(case_id))


def _place(row: Any, column: str) -> bytes:
    return f"{row.__tablename__}|{row.id}|{column}".encode()
