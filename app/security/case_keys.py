"""The store of case keys: one file per wrapped key, outside the database and its backups.

A case's key is random. It is wrapped (AES-256-GCM) with a key derived from CASE_KEY and bound
to the case's id. Destroying the file, here and in every copy of the store, erases a case for
good.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.security.crypto import KEY, NONCE, CannotOpen

ENDING = ".key"
MARK = 8
"""Bytes that identify the wrapping key."""
SIZE = MARK + NONCE + KEY + 16
FINGERPRINTS = "fingerprints"
"""Name of the only key that belongs to no case: the key for keyed hashes."""


class KeyDestroyed(CannotOpen):
    """The case was erased: its key is gone, and nothing sealed with it can be read."""


class WrappingKey(NamedTuple):
    """Key that wraps the keys of cases, derived from one secret."""

    mark: bytes
    cipher: AESGCM


def wrapping_key(secret: str) -> WrappingKey:
    """Return the wrapping key derived from a secret of the installation (CASE_KEY)."""
    drawn = HKDF(SHA256(), KEY, None, b"case keys").derive(secret.encode())
    return WrappingKey(hashlib.sha256(b"case key mark" + drawn).digest()[:MARK], AESGCM(drawn))


class KeyStore:
    """The folder of wrapped keys. Reading needs no lock: files are replaced atomically."""

    def __init__(self, folder: Path, copies: Sequence[Path], secret: str, previous: str) -> None:
        """copies: further folders with the same files; previous: the secret before a rotation."""
        self.folders = (folder, *copies)
        for place in self.folders:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.current = wrapping_key(secret)
        known = [self.current, *([wrapping_key(previous)] if previous else [])]
        self._known = {each.mark: each for each in known}

    def create(self, name: str) -> None:
        """Create a key. Raises FileExistsError if it exists."""
        with self._lock():
            if self._path(name).exists():
                raise FileExistsError(name)
            self._write(name, os.urandom(KEY))

    def key(self, name: str) -> bytes:
        """Return the key (32 bytes). Raises KeyDestroyed, CannotOpen."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise KeyDestroyed(name) from error
        return self._unwrap(name, content)

    def fingerprint_key(self) -> bytes:
        """Return the key for keyed hashes, created on first use."""
        with self._lock():
            if not self._path(FINGERPRINTS).exists():
                self._write(FINGERPRINTS, os.urandom(KEY))
        return self.key(FINGERPRINTS)

    def names(self) -> Iterator[str]:
        """Return the names of all keys."""
        return (path.stem for path in sorted(self.folders[0].glob(f"*{ENDING}")))

    def rotate(self) -> int:
        """Re-wrap every key with the current secret, complete the copies, and return the number written.

        Readers are not blocked.
        """
        changed = 0
        for name in list(self.names()):
            with self._lock():  # lock each key: a case may be erased meanwhile and must stay erased
                path = self._path(name)
                if path.exists() and not self._is_up_to_date(path):
                    self._write(name, self._unwrap(name, path.read_bytes()))
                    changed += 1
        return changed

    def is_anywhere(self, name: str) -> bool:
        """Whether the key exists in the store or in any copy."""
        return any((folder / f"{name}{ENDING}").exists() for folder in self.folders)

    def destroy(self, name: str) -> None:
        """Overwrite and remove the key, here and in every copy. Repeating it does no harm."""
        with self._lock():
            for folder in self.folders:
                for path in (folder / f"{name}{ENDING}", _part(folder, name)):
                    if path.exists():
                        _overwrite(path)
                        path.unlink()
                        _sync(folder)

    def _is_up_to_date(self, path: Path) -> bool:
        content = path.read_bytes()
        copies = [folder / path.name for folder in self.folders[1:]]
        return content[:MARK] == self.current.mark and all(
            copy.exists() and copy.read_bytes() == content for copy in copies
        )

    def _path(self, name: str) -> Path:
        if not name.isalnum():
            raise KeyDestroyed(name)  # not a valid name: never leave the folder
        return self.folders[0] / f"{name}{ENDING}"

    def _unwrap(self, name: str, content: bytes) -> bytes:
        known = self._known.get(content[:MARK])
        if known is None:
            raise CannotOpen("wrapped with a key that is not configured")
        try:
            return known.cipher.decrypt(
                content[MARK : MARK + NONCE], content[MARK + NONCE :], _place(name, known.mark)
            )
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(name) from error

    def _write(self, name: str, key: bytes) -> None:
        nonce = os.urandom(NONCE)
        wrapped = self.current.cipher.encrypt(nonce, key, _place(name, self.current.mark))
        for folder in self.folders:
            part = _part(folder, name)
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(self.current.mark + nonce + wrapped)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / f"{name}{ENDING}")
            _sync(folder)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the exclusive write lock: a key under rotation must not reappear after its destruction."""
        with (self.folders[0] / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _place(name: str, mark: bytes) -> bytes:
    return b"case_key|" + name.encode() + b"|" + mark


def _part(folder: Path, name: str) -> Path:
    """Return the temporary file of a key being written, which a crash may leave behind."""
    return folder / f".{name}.part"


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(SIZE))
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Flush the folder, so that added and removed names survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
