"""First checks on an uploaded table (xlsx, csv): type by content, size limits, untrusted."""

import zipfile
from io import BytesIO
from xml.parsers import expat

MAX_BYTES = 12 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 1000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file cannot be read as a table. Carries a Japanese message with the remedy."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def detect_format(content: bytes) -> str:
    """Return `xlsx`, `utf-8-sig` or `cp932`, without reading the whole table. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("ファイルが空です。中身のあるファイルを選んでください。")
    if len(content) > MAX_BYTES:
        raise Unreadable("ファイルは12MB以内にしてください。行を分けて取り込むことができます。")
    if content.startswith(b"PK\x03\x04"):
        _look_into_zip(content)
        return "xlsx"
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形式（.xls）か、パスワード付きのExcelファイルです。"
            "パスワードを外し、Excelブック（.xlsx）で保存し直してください。"
        )
    if content.startswith(_UTF_16) or b"\0" in content:
        raise Unreadable(
            "表として読めないファイルです。Excelブック（.xlsx）か「CSV UTF-8」で保存し直してください。"
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable("文字コードが分かりません。CSVは「CSV UTF-8」で保存し直してください。")


def _look_into_zip(content: bytes) -> None:
    """Check the directory's sizes, which bound the unpacked data: zipfile reads no more."""
    broken = "ファイルが壊れているか、Excelブックではありません。.xlsxで保存し直してください。"
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise Unreadable(broken)
            if "xl/vbaProject.bin" in names:
                raise Unreadable("マクロを含むファイルは使えません。.xlsxで保存し直してください。")
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise Unreadable("ファイルの中身が大きすぎます。行を分けて取り込んでください。")
            if any(_declares_entities(archive, part) for part in parts):
                raise Unreadable(broken)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Unreadable(broken) from error


class _Seen(Exception):
    """Enough of a part has been read for a decision."""


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type, which could declare endlessly expanding entities.

    Determined by the parser itself, in the part's own encoding, up to the first element.
    """
    parser, declared = expat.ParserCreate(), []

    def type_begins(*_names: object) -> None:
        declared.append(True)
        raise _Seen

    def element_begins(*_names: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = type_begins
    parser.StartElementHandler = element_begins
    try:
        with archive.open(part) as file:
            while chunk := file.read(65536):
                parser.Parse(chunk)
    except (_Seen, expat.ExpatError, LookupError, ValueError):
        pass  # decided; or no XML, which nothing will parse as such
    return bool(declared)
