"""The one place that calls typst: a template and data in, a PDF out."""

import json
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.documents.glyphs import FONTS, printable

TEMPLATES = Path(__file__).parent / "templates"

# For the archive and for screen readers. Both also refuse a character without a glyph.
_STANDARDS = ["a-2a", "ua-1"]
_JAPAN = timezone(timedelta(hours=9))


class TypesettingFailed(Exception):
    """A paper could not be set: the template is at fault, never what somebody typed."""


@cache
def _fonts() -> typst.Fonts:
    # The system's fonts are left out, so that a paper looks the same on every machine.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def pdf(template: str, data: dict[str, Any], *, title: str, dated: date) -> bytes:
    """Set `templates/<template>.typ` with `data` (strings, numbers, booleans, None, lists, dicts).

    The template reads the data as JSON, so nothing in it is taken for mark-up. title: the PDF's
    title; dated: its date of creation. The same arguments give the same bytes.
    Raises TypesettingFailed.
    """
    source = TEMPLATES / f"{template}.typ"
    inputs = _printable(data | {"title": title, "dated": [dated.year, dated.month, dated.day]})
    try:
        compiler = typst.Compiler(input=source, root=TEMPLATES, font_paths=_fonts())
        made = compiler.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=_JAPAN),
        )
    except RuntimeError as error:  # TypstError is one; a template that is not there is another
        raise TypesettingFailed(f"{source.name}: {error}") from error
    assert isinstance(made, bytes)
    return made
