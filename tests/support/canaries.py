"""A canary for every confidential field, and its detection in any encoding."""

import base64
import html
import io
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import quote

from app.rules.cases.access import Section

CANARY = "カナリア秘匿QZ7"
"""A text found in case data only."""
PADDING = 3
"""Number of positions at which a text can begin within a base64 group."""


def canary_of(section: Section) -> str:
    """Return the canary of one section."""
    return f"{CANARY}{section.value}"


@cache
def encodings(word: str) -> Mapping[str, bytes]:
    """Return the word in each encoding, in lower case, as some encodings allow either case."""
    named = html.escape(word).encode("ascii", "xmlcharrefreplace")
    hexadecimal = "".join(f"&#x{ord(sign):x};" if ord(sign) > 127 else sign for sign in word)
    found = {
        "utf-8": word.encode(),
        "html": named,
        "html, hexadecimal": hexadecimal.encode(),
        "url": quote(word).encode(),
        "quoted-printable": quote(word).replace("%", "=").encode(),
        "json": word.encode("ascii", "backslashreplace"),
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "shift_jis": word.encode("cp932"),
        "iso-2022-jp": word.encode("iso-2022-jp")[3:],
        "hex": word.encode().hex().encode(),
    }
    for shift in range(PADDING):
        padded = base64.b64encode(b"\0" * shift + word.encode())
        found[f"base64, {shift}"] = padded[-(-8 * shift // 6) + (1 if shift else 0) : -4]
    return {name: form.lower() for name, form in found.items()}


def encodings_found(content: bytes, word: str = CANARY) -> list[str]:
    """Return the encodings in which the content contains the word.

    Searches PDF, xlsx and compressed streams too.
    """
    wanted, found = encodings(word), set[str]()
    for part in _parts(content):
        lower = part.lower()
        found |= {name for name, form in wanted.items() if form in lower}
    return sorted(found)


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    yield re.sub(rb"=?\r?\n", b"", content)  # lines wrapped in a mail
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    if content.startswith(b"%PDF") and b"%%EOF" in content:  # not the truncated PDFs of tests
        yield subprocess.run(
            ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
        ).stdout
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue  # an image, or a font in another encoding
