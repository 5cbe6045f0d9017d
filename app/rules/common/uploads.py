"""The type of an uploaded document, detected from its content and never from its name."""

import re
from collections.abc import Collection

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
"""The part that tells an office document from any other zip."""
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    DOCX: ".docx",
    XLSX: ".xlsx",
}
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3]")
"""Control characters, and the private-use ones into which Python decodes bytes unknown to cp932."""
_UNSAFE_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]'
)
_LONGEST_STEM = 120
MAX_BYTES = 10 * 1024 * 1024
"""The maximum size of a document."""


def media_type(content: bytes, *, parts: Collection[str] | None = None) -> str:
    """Return application/pdf, image/png, image/jpeg or text/plain.

    parts: names in the zip, empty if it is none. Where given, a Word or Excel file without macros
    is taken, too; it is for download alone. Raises ValueError, in Japanese, for an empty document,
    one that is too large and any other type; text rendered by a browser (HTML, SVG, XML) is one.
    """
    if not content:
        raise ValueError("ファイルが空です。中身のあるファイルを選んでください。")
    if len(content) > MAX_BYTES:
        raise ValueError("ファイルは10MB以内にしてください。")
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            return found
    if _is_text(content):
        return "text/plain"
    if parts and (found := _office({part.lower() for part in parts})):
        return found
    more = "" if parts is None else "、Word（docx）、Excel（xlsx）"
    raise ValueError(f"PDF、PNG、JPEG、テキスト{more}のいずれかのファイルを選んでください。")


def _office(names: Collection[str]) -> str:
    """Return the type of a Word or Excel file, "" for a macro and anything else."""
    kinds = [kind for part, kind in _OFFICE.items() if part in names]
    is_plain = "[content_types].xml" in names and not any("vbaproject" in name for name in names)
    return kinds[0] if len(kinds) == 1 and is_plain else ""


def text_of(content: bytes) -> str | None:
    """Return the text, decoded as UTF-8 or Windows' Japanese encoding; None if it is neither."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_text(content: bytes) -> bool:
    """Whether it is text without control characters or mark-up."""
    text = text_of(content)
    return text is not None and not _NOT_TEXT.search(text) and not text.lstrip().startswith("<")


def file_name(name: str, kind: str) -> str:
    """Return the stored file name: the last part of `name`, with the extension of its type."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = _UNSAFE_IN_NAMES.sub("", stem).strip(" .")[:_LONGEST_STEM]
    return (stem or "document") + _EXTENSIONS[kind]
