"""The ledger: what a database must not forget when an older state of it is put back.

It lies outside the database, in a folder and its copies. `ledger.jsonl` has one line for each right
that ended, each letter that left and, now and then, for the head of the audit trail: ids and keyed
hashes, no word about a person or a case. `mark` says how far the database has come: one that does
not reach it, or has another entry in its place, is an older one put back.
"""

import fcntl
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask, current_app

EXTENSION = "ledger"
LINES, MARK = "ledger.jsonl", "mark"
RECORD = 512
"""Bytes of the mark: written at once, so that nobody reads half of it."""
BEGIN, HEAD, UNDONE = "begin", "head", "undone"
"""Kinds of lines: a database began its ledger; the head of its trail; the commit of this hash did
not happen, or a restore undid it."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mark:
    """How far a database has come.

    origin: hash of the first entry of its audit trail, which tells it from any other database.
    sequence, hash: of the last entry. event: id of the last event of a letter. is_left: whether a
    commit left this course: an older database was put back and went on.
    """

    origin: str = ""
    sequence: int = 0
    hash: str = ""
    event: int = 0
    is_left: bool = False


class Ledger:
    """The ledger's folder and its copies. A copy that is away is completed when it is back."""

    def __init__(self, folder: Path, copies: Sequence[Path], secret: str) -> None:
        """secret: the key of the keyed hashes."""
        self.folders = (folder, *copies)
        self._secret = secret.encode()

    def fingerprint(self, *parts: str) -> str:
        """Return a keyed hash (64 hex digits): equal for equal texts, and guessed by nobody."""
        return hmac.new(self._secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()

    def append(self, lines: Sequence[Mapping[str, Any]], *, durable: bool = True) -> None:
        """Append lines. durable: survive a power failure, too.

        Raises OSError where the folder itself cannot be written; a copy that cannot is logged.
        """
        text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines).encode()
        self._everywhere(lambda folder: _append(folder / LINES, text, durable=durable))

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines, without those of commits that did not happen or that a restore undid.

        What a restore undid has lines of its own after it. A line cut off by a crash is left out:
        its commit did not happen.
        """
        found = [line for line in map(_parsed, _read(self.folders[0])) if line["kind"]]
        undone = {line["hash"] for line in found if line["kind"] == UNDONE}
        return [line for line in found if line.get("hash") not in undone]

    def heads(self) -> dict[int, str]:
        """Return the noted heads of the trail, the last one reached among them: sequence → hash."""
        heads = [line for line in self.lines() if line["kind"] in (BEGIN, HEAD)]
        mark = self.mark() or Mark()
        last = {mark.sequence: mark.hash} if mark.sequence else {}
        return {line["sequence"]: line["hash"] for line in heads} | last

    def mark(self) -> Mark | None:
        """Return how far the database has come by any of the folders; None without a ledger."""
        known = [mark for folder in self.folders if (mark := _mark_in(folder)) is not None]
        return max(known, key=lambda mark: (mark.sequence, mark.event)) if known else self._drawn()

    def _drawn(self) -> Mark | None:
        """Return the mark that the lines tell, where its own file is lost."""
        lines = self.lines()
        if not lines:
            return None
        origin = next((line["origin"] for line in lines if line["kind"] == BEGIN), "")
        last = next((line for line in reversed(lines) if "sequence" in line), {})
        return Mark(origin, last.get("sequence", 0), last.get("hash", ""))

    def raise_mark(self, reached: Mark, chain: Mapping[int, str]) -> None:
        """Note what a commit has reached. Never goes back, in whatever order commits arrive.

        chain: sequence → hash of the entries of this commit, and of the one before them. Where the
        mark is another entry in the place of one of them, it stays, for the next comparison.
        """

        def write(folder: Path) -> None:
            mark = _mark_in(folder) or Mark()
            is_other = mark.sequence > 0 and chain.get(mark.sequence, mark.hash) != mark.hash
            if mark.is_left or is_other:
                _write_mark(folder, replace(mark, is_left=True))
                return
            if reached.sequence > mark.sequence:
                mark = replace(mark, sequence=reached.sequence, hash=reached.hash)
            _write_mark(folder, replace(mark, event=max(mark.event, reached.event)))

        self._everywhere(write)

    def undo(self, hashes: Iterable[str]) -> None:
        """Note that the commits of these hashes did not happen, or that a restore undid them."""
        lines = [{"kind": UNDONE, "hash": digest} for digest in hashes]
        if lines:
            self.append(lines)

    def go_back(self, lost: Iterable[str], mark: Mark) -> None:
        """Note which commits a restore undid, and set the mark of what follows."""
        self.undo(lost)
        self._everywhere(lambda folder: _write_mark(folder, mark))

    def begin(self, mark: Mark, *, is_other: bool) -> None:
        """Begin the ledger of a database. is_other: what is here is another one's; put it aside."""
        if is_other:
            self._everywhere(_put_aside)
        head = {"sequence": mark.sequence, "hash": mark.hash}
        self.append([{"kind": BEGIN, "origin": mark.origin, **head}])
        self._everywhere(lambda folder: _write_mark(folder, mark))

    def level(self) -> None:
        """Complete the folders from the one that has most: a copy was away, or a folder put back."""
        longest = max((_read(folder) for folder in self.folders), key=len)

        def complete(folder: Path) -> None:
            if len(_read(folder)) < len(longest):
                part = folder / f".{LINES}.part"
                part.write_bytes(b"".join(longest))
                part.replace(folder / LINES)

        self._everywhere(complete)

    def _everywhere(self, write: Callable[[Path], None]) -> None:
        for folder in self.folders:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with (folder / ".lock").open("w") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    write(folder)
            except OSError:
                if folder is self.folders[0]:
                    raise
                log.exception("a copy of the ledger cannot be written")


def install(app: Flask) -> None:
    """Set the application's ledger, as the settings name it."""
    folder, *copies = (
        Path(name) for name in (app.config["LEDGER_FOLDER"], *app.config["LEDGER_COPIES"])
    )
    app.extensions[EXTENSION] = Ledger(folder, copies, app.config["SECRET_KEY"])


def current() -> Ledger:
    """Return the ledger of the current application."""
    ledger: Ledger = current_app.extensions[EXTENSION]
    return ledger


def _append(file: Path, text: bytes, *, durable: bool) -> None:
    with file.open("a+b") as lines:
        if lines.tell() and (lines.seek(-1, os.SEEK_END), lines.read(1))[1] != b"\n":
            text = b"\n" + text  # a crash cut the last line off
        lines.write(text)
        lines.flush()
        if durable:
            os.fsync(lines.fileno())


def _put_aside(folder: Path) -> None:
    former = _read(folder)
    if former:
        name = hashlib.sha256(b"".join(former)).hexdigest()[:8]
        (folder / LINES).rename(folder / f"{name}-{LINES}")


def _read(folder: Path) -> list[bytes]:
    try:
        return (folder / LINES).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []


def _parsed(text: bytes) -> dict[str, Any]:
    """Return the line; one without a kind where it was cut off."""
    try:
        line = json.loads(text)
    except ValueError:
        return {"kind": ""}
    return line if isinstance(line, dict) and "kind" in line else {"kind": ""}


def _mark_in(folder: Path) -> Mark | None:
    try:
        return Mark(**json.loads((folder / MARK).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write_mark(folder: Path, mark: Mark) -> None:
    descriptor = os.open(folder / MARK, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, json.dumps(asdict(mark)).encode().ljust(RECORD), 0)
    finally:
        os.close(descriptor)
