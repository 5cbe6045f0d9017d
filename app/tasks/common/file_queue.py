"""The queue of the embedded mode: a message is a file, which is complete as soon as it is there."""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's, with two of its races gone.

    It writes a message where the worker already sees it, who may take it before anything is in it,
    cannot read that, and ends. And it keeps in a file which queues an exchange leads to: where that
    is deleted, or is being written by another process, messages are lost without an error. Every
    process declares what it sends to, so what it remembers is enough; nothing here goes to several.
    """

    supports_fanout = False

    def get_table(self, exchange: str) -> Any:
        return virtual.Channel.get_table(self, exchange)

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = folder / f"{name}.part"
        part.write_text(dumps(payload), encoding="utf-8")
        part.replace(folder / name)


class Transport(filesystem.Transport):
    """The transport for Celery's setting `broker_transport`."""

    Channel = Channel
