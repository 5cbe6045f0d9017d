"""An attachment is stored under a safe name and the type that its content has."""

import io
import zipfile

import pytest

from app.errors import RuleViolation
from app.rules.common.uploads import DOCX
from app.services.common.attachments import checked


def zipped(*names: str) -> bytes:
    """Return a zip with these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return kept.getvalue()


def test_word_is_taken_where_asked_for() -> None:
    content = zipped("[Content_Types].xml", "word/document.xml")
    assert checked("計画.exe", content, office=True) == ("計画.docx", DOCX)
    with pytest.raises(RuleViolation):
        checked("計画.docx", content)


@pytest.mark.parametrize("content", [zipped("a.txt"), zipped()[:9], b"PK\x03\x04\x14\0\x06\0"])
def test_other_and_broken_zips_are_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation, match="Word"):
        checked("計画.docx", content, office=True)
