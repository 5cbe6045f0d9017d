"""A word that stands in every confidential field of the tests, and all the ways in which it could come out."""

import base64
import html
import io
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import quote

from app.rules.case_access import Section

CANARY = "カナリア秘匿QZ7"
"""Found nowhere but where a case speaks."""
PADDING = 3
"""A text may begin at any of three places in a group of base64."""


def canary_of(section: Section) -> str:
    """The word as it stands in one section."""
    return f"{CANARY}{section.value}"


def forms(word: str) -> dict[str, bytes]:
    """The word as it looks in each coding, in lower case where a coding leaves that open."""
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


def sightings(content: bytes, word: str = CANARY) -> list[str]:
    """The codings in which the content shows the word; also inside PDF, xlsx and compressed streams."""
    wanted = forms(word)
    return sorted(
        {name for part in _parts(content) for name, form in wanted.items() if form in part.lower()}
    )


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    yield re.sub(rb"=?\r?\n", b"", content)  # lines that a mail has broken
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    if content.startswith(b"%PDF") and b"%%EOF" in content:  # not the few bytes of a test's paper
        yield subprocess.run(
            ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
        ).stdout
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue  # an image, or a font in a coding of its own
