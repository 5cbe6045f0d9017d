"""The search for canaries finds what it is to find: otherwise finding nothing would mean nothing."""

import base64
import io
import json
import quopri
import zipfile
from html import escape
from urllib.parse import quote

import pytest

from tests.support.canaries import CANARY, sightings

TEXT = f"前の文。{CANARY}後の文。"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        escape(TEXT).encode("ascii", "xmlcharrefreplace"),
        quote(TEXT).encode(),
        quopri.encodestring(TEXT.encode()),
        json.dumps({"a": TEXT}).encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp932"),
        TEXT.encode("iso-2022-jp"),
        TEXT.encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + TEXT.encode()) for shift in range(3)),
    ],
)
def test_the_word_is_found_in_every_coding(content: bytes) -> None:
    assert sightings(b"<p>" + content + b"</p>")


def test_the_word_is_found_in_a_spreadsheet() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", TEXT)
    assert sightings(kept.getvalue())


def test_nothing_is_found_where_nothing_is() -> None:
    assert sightings("前の文。カナリアの秘匿ではない。QZ7".encode()) == []
