"""Files of backups: a compressed archive, encrypted to public keys in the format of `age`.

Whoever has the private key opens it without this program: `age --decrypt -i KEY FILE | tar xz`.
Beside each file lies its checksum, for `sha256sum --check`, with its length.
"""

import hashlib
import os
import re
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyrage

from app.errors import RuleViolation

ENCRYPTED = b"age-encryption.org/"
"""The first bytes of an encrypted file."""
SUM = ".sha256"
CHUNK = 1024 * 1024
DAMAGED = (tarfile.TarError, zlib.error, EOFError, OSError)


def recipients(text: str) -> list[Any]:
    """Return the public keys, divided by commas: `age1…` or `ssh-…`. Raises RuleViolation."""
    return [_recipient(each.strip()) for each in text.split(",") if each.strip()]


def identities(file: Path) -> list[Any]:
    """Return the private keys in a file of `age-keygen` or `ssh-keygen`. Raises RuleViolation."""
    try:
        content = file.read_bytes()
        if b"OPENSSH PRIVATE KEY" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = (line.strip() for line in content.decode().splitlines())
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line[:1] not in "#"]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise RuleViolation(None, f"{file} は、秘密鍵のファイルとして読めません。") from error
    if not found:
        raise RuleViolation(None, f"{file} には秘密鍵がありません。")
    return found


def pack(members: Mapping[str, Path], into: Path) -> None:
    """Pack files under these names."""
    with tarfile.open(into, "w:gz", compresslevel=6) as archive:
        for name, file in members.items():
            archive.add(file, name, recursive=False)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive into a folder. Raises RuleViolation for a damaged one."""
    try:
        with tarfile.open(archive, "r:gz") as packed:
            packed.extractall(folder, filter="data")
    except DAMAGED as error:
        raise RuleViolation(None, "壊れているか、バックアップではありません。") from error


def put(archive: Path, file: Path, keys: Sequence[Any]) -> None:
    """Put the archive into its place, encrypted if there are keys, and its checksum beside it.

    Raises RuleViolation where what arrived there is not what was written.
    """
    part = file.with_name(f".{file.name}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        if keys:
            pyrage.encrypt_file(str(archive), str(part), keys)
        else:
            part.write_bytes(archive.read_bytes())
        with part.open("rb") as written:
            os.fsync(written.fileno())
        digest = sha256(part)
        text = f"# {part.stat().st_size} bytes\n{digest}  {file.name}\n"
        sums = file.with_name(file.name + SUM)
        sums.touch(mode=0o600)
        sums.write_text(text)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    require_whole(file)


def require_whole(file: Path) -> None:
    """Compare a file with its checksum. Raises RuleViolation, with words for each kind of damage."""
    sums = file.with_name(file.name + SUM)
    if not file.exists():
        raise RuleViolation(None, f"{file} がありません。")
    if not sums.exists():
        raise RuleViolation(
            None, f"{sums} がありません。これがないと、壊れていないかどうかを確かめられません。"
        )
    noted = re.fullmatch(r"# (\d+) bytes\n([0-9a-f]{64})  .*\n", sums.read_text(errors="replace"))
    if noted is None:
        raise RuleViolation(None, f"{sums} が壊れています。")
    length = file.stat().st_size
    if length != int(noted[1]):
        raise RuleViolation(
            None, f"{file} は途中で切れています（{noted[1]}バイトのはずが{length}バイト）。"
        )
    if sha256(file) != noted[2]:
        raise RuleViolation(None, f"{file} は、書いた後に内容が変わっています。")


def opened(file: Path, keys: Sequence[Any], into: Path) -> Path:
    """Return the archive of a file, decrypted if it is encrypted. Raises RuleViolation."""
    require_whole(file)
    with file.open("rb") as content:
        is_encrypted = content.read(len(ENCRYPTED)) == ENCRYPTED
    if not is_encrypted:
        return file
    if not keys:
        raise RuleViolation(
            None, "暗号化されています。--identity に秘密鍵のファイルを指定してください。"
        )
    try:
        pyrage.decrypt_file(str(file), str(into), keys)
    except pyrage.DecryptError as error:
        raise RuleViolation(
            None, "この秘密鍵では開けません。書いたときの公開鍵と組になる秘密鍵が必要です。"
        ) from error
    return into


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file."""
    total = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _recipient(key: str) -> Any:
    try:
        if key.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(key)
        return pyrage.x25519.Recipient.from_str(key)
    except (ValueError, pyrage.RecipientError) as error:
        raise RuleViolation(None, "BACKUP_RECIPIENT は公開鍵（age1…）として読めません。") from error
