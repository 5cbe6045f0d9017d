"""The keys that sign letters (DKIM): files outside the database, named in the settings."""

import base64
import logging
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

log = logging.getLogger(__name__)
SHORTEST = 2048
"""Bits of a key; shorter ones are no longer trusted everywhere (RFC 8301)."""


@dataclass(frozen=True)
class DkimKey:
    """A key. fault: why it cannot be used, in words; "" if it can."""

    selector: str
    path: str
    private: bytes = b""
    """As PEM (PKCS#1)."""
    public: str = ""
    """As its DNS record has it."""
    fault: str = ""


def read(setting: str) -> list[DkimKey]:
    """Return the keys of `selector=/path,selector=/path`: the first signs, all are published."""
    pairs = (each.partition("=") for each in setting.split(",") if each.strip())
    return [_read(selector.strip(), path.strip()) for selector, _, path in pairs]


def signing(setting: str) -> DkimKey | None:
    """Return the key that signs: the first that can be used, so that letters go out signed."""
    return next((key for key in read(setting) if not key.fault), None)


def warn(setting: str) -> None:
    """Write into the log which keys cannot be used."""
    for key in read(setting):
        if key.fault:
            log.warning("DKIM key cannot be used", extra={"cause": key.selector})


def _read(selector: str, path: str) -> DkimKey:
    try:
        key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    except OSError:
        return DkimKey(selector, path, fault="ファイルを読めません")
    except (ValueError, TypeError):
        return DkimKey(selector, path, fault="鍵の形式（PEM）が正しくありません")
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST:
        return DkimKey(selector, path, fault="2,048ビット以上のRSAの鍵ではありません")
    der, pem = serialization.Encoding.DER, serialization.Encoding.PEM
    public = key.public_key().public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return DkimKey(selector, path, private, base64.b64encode(public).decode())
