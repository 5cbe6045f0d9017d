"""The lock of the instance folder: one program at a time works in it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class FolderTaken(Exception):
    """Another program works in the folder, which it names."""


@contextmanager
def held(instance: Path) -> Iterator[IO[str]]:
    """Keep other programs out of the folder during the block. Raises FolderTaken.

    Yields the lock, which a child must close: it would hold it after this program's end.
    """
    with (instance / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderTaken(instance) from error
        yield file  # the kernel releases it at the end of the process, however that ends
