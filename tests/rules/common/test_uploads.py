"""The type of an uploaded document is determined by its content."""

import pytest

from app.rules.common.uploads import DOCX, MAX_BYTES, XLSX, file_name, media_type

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        ("電話の記録\r\n4月1日\tつながらず".encode(), "text/plain"),
        ("電話の記録".encode("cp932"), "text/plain"),
        (b"\xef\xbb\xbf" + "表".encode(), "text/plain"),
        (b"%PDF-" + b"x" * (MAX_BYTES - 5), "application/pdf"),
    ],
)
def test_four_supported_types_are_accepted(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0\x03\0\0\0",
        b"PK\x03\x04\x14\0\x06\0",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?>",
        b"GIF89a\x01\0\x01\0",
        b"\0\0\0\x18ftypmp42",
        b"plain, and then \0 not",
        "ｘ".encode("utf-16"),
        b"%PDF-" + b"x" * (MAX_BYTES - 4),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_any_other_type_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="ファイル"):
        media_type(content)


ZIP = b"PK\x03\x04\x14\0\x06\0"
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ((TYPES, "word/document.xml"), DOCX),
        ((TYPES, "xl/workbook.xml"), XLSX),
        ((TYPES, "word/document.xml", "word/vbaProject.bin"), None),
        ((TYPES, "word/document.xml", "xl/workbook.xml"), None),
        (("word/document.xml",), None),
        ((TYPES, "ppt/presentation.xml"), None),
        ((), None),
    ],
)
def test_office_documents_without_macros_are_taken_where_asked_for(
    parts: tuple[str, ...], kind: str | None
) -> None:
    with pytest.raises(ValueError, match="ファイル"):
        media_type(ZIP)
    if kind is None:
        with pytest.raises(ValueError, match="Word"):
            media_type(ZIP, parts=parts)
    else:
        assert media_type(ZIP, parts=parts) == kind
        assert file_name("計画.docm", kind) in ("計画.docx", "計画.xlsx")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("記録.pdf", "記録.pdf"),
        ("virus.pdf.exe", "virus.pdf.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\メモ.txt", "メモ.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("cod\u202efdp.exe", "codfdp.pdf"),
        ("", "document.pdf"),
        (".pdf", "document.pdf"),
        ("あ" * 500, "あ" * 120 + ".pdf"),
    ],
)
def test_file_name_is_sanitised_and_gets_the_extension_of_its_type(typed: str, kept: str) -> None:
    assert file_name(typed, "application/pdf") == kept
