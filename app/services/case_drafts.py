"""Drafts (下書き) of what is being written into a case: sealed, on the server, for their author alone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.case_record import CaseDraft
from app.rules.case_access import Level
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services import audit, cases, participations

Typed = Mapping[str, Sequence[str]]
"""A form as the browser sends it: name → values."""
LONGEST = 60_000
"""Characters of a draft, names and values together: more than any form takes."""
STRETCH = timedelta(minutes=10)
"""A form is saved every few seconds while somebody types: saves closer than this are one act."""


def save(actor: Viewer, case_id: str, form: str, typed: Typed) -> None:
    """Keep what stands in an open form in place of what was kept before.

    The trail has an entry for each stretch of writing, with nothing of the text.
    form: kind of record, and the id of the one edited. Raises NotFound for a case that is not the
    actor's, NotPermitted for who may write nothing in it or sends more than any form takes.
    """
    cases.locked(actor, case_id)  # two saves of one form take turns
    if Level.WRITE not in participations.held(actor, case_id).values():
        raise NotPermitted
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > LONGEST:
        raise NotPermitted
    draft = _one(actor, case_id, form)
    if draft is None or draft.saved_at < clock.now() - STRETCH:
        audit.record(actor, "case.draft", CASE_SUBJECT, case_id)
    if draft is None:
        draft = CaseDraft(case_id=case_id, author_id=actor.person(), form=form)
        db.session.add(draft)
    draft.saved_at = clock.now()
    vault.seal(draft, "content", {name: list(values) for name, values in typed.items()})
    db.session.flush()


def kept(actor: Viewer, case_id: str, form: str) -> dict[str, list[str]] | None:
    """What the actor typed into this form and has not saved; None where there is nothing."""
    draft = _one(actor, case_id, form)
    if draft is None:
        return None
    typed: dict[str, Any] = vault.unseal(draft, "content")
    return typed


def discard(actor: Viewer, case_id: str, form: str) -> None:
    """Throw it away: it is no longer wanted."""
    if used(actor, case_id, form):
        audit.record(actor, "case.discard_draft", CASE_SUBJECT, case_id)


def used(actor: Viewer, case_id: str, form: str) -> bool:
    """Throw it away because it was saved, which has its own entry; whether there was one."""
    draft = _one(actor, case_id, form)
    if draft is None:
        return False
    db.session.delete(draft)
    db.session.flush()
    return True


def forms(actor: Viewer, case_id: str) -> set[str]:
    """For which forms of the case something of the actor's is kept."""
    return set(
        db.session.scalars(
            select(CaseDraft.form).where(
                CaseDraft.case_id == case_id, CaseDraft.author_id == actor.account_id
            )
        )
    )


def _one(actor: Viewer, case_id: str, form: str) -> CaseDraft | None:
    return db.session.scalars(
        select(CaseDraft).where(
            CaseDraft.case_id == case_id,
            CaseDraft.author_id == actor.account_id,
            CaseDraft.form == form,
        )
    ).one_or_none()
