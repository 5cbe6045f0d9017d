"""The only module that typesets papers: a template and data in, a PDF out."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from app.documents.common.glyphs import FONTS, printable

TEMPLATES = Path(__file__).parents[1] / "templates"
COMPILER = Path(__file__).parent / "compiler.py"
MAX_SECONDS = 30
DRAFT = "（案）"
"""What marks a paper that is not decided yet."""


class TypesettingFailed(Exception):
    """A paper could not be typeset: the template is at fault, never the user's input."""


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def pdf(template: str, data: dict[str, Any], *, title: str, dated: date) -> bytes:
    """Typeset `templates/<template>.typ` with `data` (strings, numbers, booleans, None, lists, dicts).

    The template reads the data as JSON, so none of it is taken for mark-up. title: the PDF title;
    dated: its creation date. The same arguments give the same bytes.
    Raises TypesettingFailed.
    """
    day = [dated.year, dated.month, dated.day]
    inputs = _printable(data | {"title": title, "dated": day})
    asked = {
        "source": str(TEMPLATES / f"{template}.typ"),
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
        "data": json.dumps(inputs, ensure_ascii=False),
        "dated": day,
    }
    try:
        made = subprocess.run(
            [sys.executable, "-P", str(COMPILER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            check=True,
            timeout=MAX_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        raise TypesettingFailed(f"{template}.typ: {reason}") from error
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"{template}.typ: not set in {MAX_SECONDS} seconds") from error
    return made.stdout
