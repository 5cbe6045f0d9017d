"""Initial data of this wing: the programmes of FY2024; the advisory council as its papers give it.

Word for word from the papers of the fourth platform meeting; what these do not say stays empty.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from app.extensions import db
from app.models.policy.advisory import AdvisoryMember, AdvisoryOpinion, AdvisorySession
from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.policy.programmes import Flag, Stage
from app.security.viewer import Viewer
from app.services.common.data_files import DATA, rows
from app.services.policy import library_papers
from app.services.registers import entries

FILE = DATA / "policy.json"
CUT_OFF = "原資料で文末が切れている"
"""How the file's remark begins where the source breaks off."""
_FLAGS = {flag.label: flag for flag in Flag}


def load(actor: Viewer) -> bool:
    """Enter what an installation has never had; return whether there was any."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    source, loaded = held["source"], False
    if not db.session.scalar(select(exists().where(AdvisorySession.id > 0))):
        _advisory_council(actor, held, source)
        loaded = True
    for year in held["programme_years"]:
        if not db.session.scalar(
            select(exists().where(ProgrammeYear.fiscal_year == year["fiscal_year"]))
        ):
            _programmes(actor, year, source)
            loaded = True
    return library_papers.load(actor) or loaded


def _advisory_council(actor: Viewer, held: Mapping[str, Any], source: str) -> None:
    for position, post in enumerate(held["members"], 1):
        member = {"post": post, "position": position * 10}
        entries.add(actor, AdvisoryMember, member, source=source)
    for said in held["sessions"]:
        values = {"name": said["name"], "held_on": date.fromisoformat(said["held_on"])}
        session = entries.add(actor, AdvisorySession, values, source=source)
        for text in said["opinions"]:
            opinion = {"text": text, "session": session.public_id}
            entries.add(actor, AdvisoryOpinion, opinion, source=source)


def _programmes(actor: Viewer, year: Mapping[str, Any], source: str) -> None:
    entries.add(actor, ProgrammeYear, year, source=source)
    for row in rows(year["file"]):
        values = {
            "fiscal_year": year["fiscal_year"],
            "section": row["課名"],
            "name": row["事業名"],
            "flag": _FLAGS.get(row["区分"]),
            "content": row["事業内容"],
            "amount": int(row["予算額（千円）"]),
            "stage": Stage.INITIAL,
            "remark": row["備考"],
            "is_cut_off": row["備考"].startswith(CUT_OFF),
        }
        entries.add(actor, Programme, values, source=source)
