"""Static files: under a name that changes with them, compressed, kept by a browser for a year.

One name stands for all of them, as a folder: scripts import each other by relative names, which
stay true. The named copies lie in the instance folder, which the first start of a version fills;
those of earlier versions stay there, some 150 kB each, for pages that are still open.
"""

import re
from collections.abc import MutableMapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

A_YEAR = "public, max-age=31536000, immutable"
VERSION = re.compile(r"^[0-9a-f]{12}/")


def install(app: Flask) -> None:
    """Serve the files before the application sees the request: no session, no query."""
    folder = Path(app.config["INSTANCE_DIR"]) / "static"
    version = publish(Path(str(app.static_folder)), folder)
    app.wsgi_app = WhiteNoise(
        app.wsgi_app,
        root=folder,
        prefix="static",
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = f"{version}/{values['filename']}"

    def without_version(filename: str) -> Response:
        """Answer what is asked for without a version, or by one that runs elsewhere: uncached."""
        return app.send_static_file(VERSION.sub("", filename))

    app.view_functions["static"] = without_version


def publish(source: Path, target: Path) -> str:
    """Copy the files, compressed beside themselves, into a folder below target; return its name."""
    files = {
        path.relative_to(source): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    digest = sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    version = digest.hexdigest()[:12]
    if not (target / version).exists():
        target.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=".static-") as folder:
            copy = Path(folder) / version
            _write(files, copy)
            with suppress(OSError):  # another process was first
                copy.rename(target / version)
    return version


def _write(files: MutableMapping[Path, bytes], folder: Path) -> None:
    compressor = Compressor(use_brotli=False, quiet=True)
    for name, content in files.items():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        compressor.compress(str(copy))


def _add_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    headers["Cache-Control"] = A_YEAR
    headers["X-Content-Type-Options"] = "nosniff"
