"""Encryption of case content: AES-256-GCM with the case's key, bound to table, row and column."""

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from app.models.cases.case import SupportCase
from app.security.case_keys import KeyStore
from app.security.crypto import NONCE, CannotOpen

EXTENSION = "case_keys"


def install(app: Flask, store: KeyStore) -> None:
    """Set the application's key store."""
    app.extensions[EXTENSION] = store


def key_store() -> KeyStore:
    """Return the key store of the current application."""
    store: KeyStore = current_app.extensions[EXTENSION]
    return store


def seal(row: Any, column: str, value: Any) -> None:
    """Seal a JSON value into a column. The row must already have its id and case.

    Raises KeyDestroyed for an erased case.
    """
    seal_bytes(row, column, json.dumps(value, ensure_ascii=False).encode())


def unseal(row: Any, column: str) -> Any:
    """Return the value given to `seal`; None for an empty column. Raises CannotOpen, KeyDestroyed."""
    plain = unseal_bytes(row, column)
    return None if plain is None else json.loads(plain)


def seal_bytes(row: Any, column: str, plain: bytes) -> None:
    """Seal bytes, such as a document, into a column."""
    nonce = os.urandom(NONCE)
    setattr(row, column, nonce + _cipher(row).encrypt(nonce, plain, _place(row, column)))


def unseal_bytes(row: Any, column: str) -> bytes | None:
    """Return the bytes given to `seal_bytes`, None if empty. Raises CannotOpen, KeyDestroyed."""
    sealed: bytes | None = getattr(row, column)
    if sealed is None:
        return None
    try:
        return _cipher(row).decrypt(sealed[:NONCE], sealed[NONCE:], _place(row, column))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"{row.__tablename__}.{column}") from error


def fingerprint(text: str) -> str:
    """Return a keyed hash (64 hex digits): equal for equal texts, and useless without the key store."""
    return hmac.new(key_store().fingerprint_key(), text.encode(), hashlib.sha256).hexdigest()


def _cipher(row: Any) -> AESGCM:
    case_id = row.id if isinstance(row, SupportCase) else row.case_id
    return AESGCM(key_store().key(case_id))


def _place(row: Any, column: str) -> bytes:
    return f"{row.__tablename__}|{row.id}|{column}".encode()
