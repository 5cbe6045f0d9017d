"""The canary search finds canaries in every encoding; otherwise finding none proves nothing."""

import base64
import io
import json
import quopri
import zipfile
from html import escape
from urllib.parse import quote

import pytest

from tests.support.canaries import CANARY, encodings_found

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
def test_canary_is_found_in_every_encoding(content: bytes) -> None:
    assert encodings_found(b"<p>" + content + b"</p>")


def test_canary_is_found_in_a_workbook() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", TEXT)
    assert encodings_found(kept.getvalue())


def test_text_without_canary_yields_no_sightings() -> None:
    assert encodings_found("前の文。カナリアの秘匿ではない。QZ7".encode()) == []
