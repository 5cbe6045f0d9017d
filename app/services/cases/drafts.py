"""Drafts (下書き) of case forms: sealed, stored on the server, visible only to their author."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.cases.record import CaseDraft
from app.rules.cases.access import Level
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations
from app.services.common import audit

Typed = Mapping[str, Sequence[str]]
"""Form data as sent by the browser: name → values."""
LONGEST = 60_000
"""Maximum characters of a draft, names and values together; no form needs more."""
STRETCH = timedelta(minutes=10)
"""Autosaves closer together than this are audited as one act; the form saves every few seconds."""


def save(actor: Viewer, case_id: str, form: str, typed: Typed) -> None:
    """Save the input of an open form, replacing the previous draft.

    The audit trail gets one entry per stretch of writing, without the text.
    form: kind of record, and the id of the record edited. Raises NotFound for a case the actor
    has no access to, NotPermitted without write access or above the maximum size.
    """
    cases.locked(actor, case_id)  # serialises two saves of one form
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
    """Return the actor's draft of this form, or None."""
    draft = _one(actor, case_id, form)
    if draft is None:
        return None
    typed: dict[str, Any] = vault.unseal(draft, "content")
    return typed


def discard(actor: Viewer, case_id: str, form: str) -> None:
    """Discard the draft at the author's wish, with an audit entry."""
    if used(actor, case_id, form):
        audit.record(actor, "case.discard_draft", CASE_SUBJECT, case_id)


def used(actor: Viewer, case_id: str, form: str) -> bool:
    """Delete the draft once its record is saved (audited there); returns whether it existed."""
    draft = _one(actor, case_id, form)
    if draft is None:
        return False
    db.session.delete(draft)
    db.session.flush()
    return True


def forms(actor: Viewer, case_id: str) -> set[str]:
    """Return the forms of the case for which the actor has a draft."""
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
