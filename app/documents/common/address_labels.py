"""宛名ラベル: addresses on sheets of labels, A4."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from app.documents.common import typesetting

SHEETS = {12: (2, 86.4, 42.3, 10.5), 24: (3, 66.0, 33.9, 8.5)}
"""Labels on a sheet → columns, width and height of a label in mm, size of the type in points."""
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Label:
    """One address."""

    postal_code: str
    address: str
    name: str
    honorific: str = "御中"


def pdf(labels: Sequence[Label], *, on_a_sheet: int, dated: date) -> bytes:
    """Return the sheets. on_a_sheet: one of SHEETS. Raises TypesettingFailed."""
    columns, width, height, size = SHEETS[on_a_sheet]
    rows = on_a_sheet // columns
    data = {
        "labels": [asdict(label) for label in labels],
        "columns": columns,
        "rows": rows,
        "width": width,
        "height": height,
        "size": size,
        "left": (A4[0] - columns * width) / 2,
        "top": (A4[1] - rows * height) / 2,
    }
    return typesetting.pdf("address_labels", data, title="宛名ラベル", dated=dated)
