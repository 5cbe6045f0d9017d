"""The application on a real port, for tests with a browser or a raw socket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free loopback port; yield its address without a trailing slash."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False  # waits for open requests: the next test has another database
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
