"""Partly completed forms (下書き): stored on the server for the holder of the token."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.draft import Draft
from app.security.tokens import new_token, token_hash
from app.security.viewer import Viewer

Typed = Mapping[str, Sequence[str]]
"""Raw form input: field → values, as sent by the browser."""

LIFETIME = timedelta(days=30)
LONGEST_VALUE = 20_000
MAX_VALUES = 400


def find(actor: Viewer, form: str, token: str) -> Draft | None:
    """Return the draft of a token. An account's draft opens for that account alone."""
    draft = db.session.scalars(
        select(Draft).where(Draft.token_hash == token_hash(token), Draft.form == form)
    ).one_or_none()
    if draft is None or draft.account_id not in (None, actor.account_id):
        return None
    return draft


def save(actor: Viewer, form: str, token: str, typed: Typed) -> str:
    """Save the input; return the token, a new one unless `token` already opens a draft."""
    draft = find(actor, form, token)
    now = clock.now()
    if draft is None:
        token = new_token()
        draft = Draft(
            token_hash=token_hash(token), form=form, account_id=actor.account_id, created_at=now
        )
        db.session.add(draft)
    draft.values = _kept(typed)
    draft.changed_at = now
    db.session.flush()
    return token


def discard(actor: Viewer, form: str, token: str) -> None:
    """Delete the draft."""
    draft = find(actor, form, token)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def locked(key: str) -> Draft | None:
    """Return the draft of this token hash, locked: concurrent submissions wait for each other."""
    return db.session.scalars(
        select(Draft)
        .where(Draft.token_hash == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def fingerprint(draft: Draft, *shown: str) -> str:
    """Return a fingerprint of a check page: a different one means different content to be sent.

    shown: other content of the page, such as the versions of the texts consented to.
    """
    content = json.dumps([draft.values, shown], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _kept(typed: Typed) -> dict[str, list[str]]:
    # Values above every field's limit are not saved; the form shows the error beside the field.
    kept = {name: [v for v in values if len(v) <= LONGEST_VALUE] for name, values in typed.items()}
    return dict(list(kept.items())[:MAX_VALUES])
