"""All bytes that a Redis server receives and stores."""

from codecs import escape_decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from redis import Redis


@contextmanager
def monitored_commands(server: Redis) -> Iterator[list[bytes]]:
    """Collect every command sent by any client, with its arguments (MONITOR)."""
    heard: list[bytes] = []
    with server.monitor() as monitor:

        def listen() -> None:
            for each in monitor.listen():
                heard.append(escape_decode(each["command"])[0])
                if each["command"] == "ECHO enough":
                    return

        ear = Thread(target=listen)
        ear.start()
        try:
            yield heard
        finally:
            server.echo("enough")
            ear.join()


def kept(server: Redis) -> dict[str, bytes]:
    """Return the contents of every key and of the file written by SAVE, uncompressed."""
    server.config_set("rdbcompression", "no")
    found = {key.decode(): key + server.dump(key) for key in server.scan_iter()}
    server.save()
    folder, file = (server.config_get(name)[name] for name in ("dir", "dbfilename"))
    return found | {"file": Path(folder, file).read_bytes()}
