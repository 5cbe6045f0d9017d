"""Page times of a register's list beside the list of organisations, at 1 k, 10 k and 100 k rows.

Both take turns in one process over SQLite. Prints milliseconds (medians), the ratio of the two and
that of each size to 10 k; nothing passes or fails by speed. `BENCH_SIZES=1000` shortens it.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from app import clock
from app.extensions import db
from app.models.meeting.meeting import MeetingTemplate
from app.rules.meeting.agenda import MeetingForm
from app.rules.membership.roster import Tier
from app.security.guard import acting_as_system
from tests.bench import platform_rows
from tests.bench.test_pages import measure, ours
from tests.support.accounts import RoleClients

__all__ = ["ours"]
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]
CHUNK = 5_000
pytestmark = pytest.mark.timeout(1800)


def fill(total: int) -> None:
    """Add entries until the register holds `total`."""
    there = db.session.scalar(select(func.count()).select_from(MeetingTemplate)) or 0
    for begin in range(there, total, CHUNK):
        numbers = range(begin, min(begin + CHUNK, total))
        db.session.execute(insert(MeetingTemplate), [_entry(number) for number in numbers])
        db.session.commit()
    db.session.connection().exec_driver_sql("ANALYZE")
    db.session.commit()


def _entry(number: int) -> dict[str, Any]:
    return {
        "public_id": f"bench-{number}",
        "name": f"定例会議{number * 7919 % 1_000_003:06}",
        "form": MeetingForm.BOTH,
        "place": f"会場{number:06}",
        "lead_days": 14,
        "agenda": "",
        "tier": Tier.SECRETARIAT,
        "created_at": clock.now(),
        "changed_at": clock.now(),
    }


def test_list(ours: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the comparison."""
    desk = RoleClients(ours)("secretariat")
    lines, first = [], {}
    for size in SIZES:
        with ours.app_context(), acting_as_system(db.session):
            platform_rows.fill(size)
            fill(size)
        pages = {
            "list": ("/meeting-templates/", "/organisations/"),
            "page 3": ("/meeting-templates/?page_MeetingTemplateView=2", "/organisations/?page=3"),
            "search": ("/meeting-templates/?q=会議00077", "/organisations/?q=つながり00077"),
        }
        for name, (register, organisations) in pages.items():
            times = measure(
                {
                    "register": lambda path=register: desk.get(path),
                    "organisations": lambda path=organisations: desk.get(path),
                }
            )
            first.setdefault(name, {})[size] = times["register"]
            base = first[name].get(10_000, times["register"])
            lines.append(
                f"{size:>7,} {name:<7} register {times['register']:6.1f} ms"
                f"  organisations {times['organisations']:6.1f} ms"
                f"  ratio {times['register'] / times['organisations']:.2f}"
                f"  to 10,000 {times['register'] / base:.2f}"
            )
    with capsys.disabled():
        print("", *lines, sep="\n")
