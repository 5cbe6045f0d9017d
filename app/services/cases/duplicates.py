"""Search for two cases about the same person by keyed hash, without revealing the case."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import CaseFingerprint
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, Section
from app.rules.common import articles
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations
from app.services.common import audit

MAX_SEARCHES = 20
"""Maximum searches per person and day."""
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_NO_SOUND = re.compile(r"[\W_]")


def keep(case_id: str, values: Mapping[str, Any]) -> None:
    """Update the case's fingerprint from the person record: reading and date of birth, both.

    The caller has checked write access to the record; the writer need not be a case manager.
    """
    value = of_person(values)
    with guard.acting_as_system(db.session):
        known = db.session.scalars(
            select(CaseFingerprint).where(CaseFingerprint.case_id == case_id)
        ).all()
        for row in known:
            if row.value != value:
                db.session.delete(row)
        if value and value not in {row.value for row in known}:
            db.session.add(CaseFingerprint(case_id=case_id, value=value))
        db.session.flush()


def has_same_person(actor: Viewer, case_id: str) -> bool:
    """Whether another case is about the same person. The search is audited.

    Requires write access to the identity section. The other case is not revealed. Raises
    RuleViolation after MAX_SEARCHES searches within a day: guessing would reveal who has a case.
    """
    cases.one(actor, case_id)
    participations.require(actor, case_id, Section.IDENTITY, Level.WRITE)
    with guard.acting_as_system(db.session):
        if _asked(actor) >= MAX_SEARCHES:
            raise RuleViolation(
                articles.SECRECY,
                "同じ人のケースの有無は、1日に確かめられる回数を超えました。調整機関に尋ねてください。",
            )
        own = select(CaseFingerprint.value).where(CaseFingerprint.case_id == case_id)
        found = db.session.scalar(
            select(CaseFingerprint.id)
            .where(CaseFingerprint.case_id != case_id, CaseFingerprint.value.in_(own))
            .limit(1)
        )
    audit.record(actor, "case.search", CASE_SUBJECT, case_id)
    return found is not None


def _asked(actor: Viewer) -> int:
    """Return the number of the actor's searches in the last 24 hours, in all cases."""
    asked = select(func.count(AuditEntry.sequence)).where(
        AuditEntry.action == "case.search",
        AuditEntry.actor_id == actor.account_id,
        AuditEntry.at > clock.now() - timedelta(days=1),
    )
    return db.session.scalar(asked) or 0


def of_person(values: Mapping[str, Any]) -> str:
    """Return the keyed hash of reading and date of birth; "" where either is missing."""
    reading, born_on = normal(values.get("kana") or ""), values.get("born_on") or ""
    return vault.fingerprint(f"{reading}|{born_on}") if reading and born_on else ""


def normal(reading: str) -> str:
    """Normalise a reading for comparison: full-width katakana without spaces, dots and dashes.

    The long-vowel mark stays: it distinguishes オオノ from オーノ, as official forms do.
    """
    wide = unicodedata.normalize("NFKC", reading).translate(_HIRAGANA)
    return _NO_SOUND.sub("", wide)
