"""Half-filled forms (下書き): kept on the server for whoever holds the token."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.draft import Draft
from app.security.tokens import new_token, token_hash
from app.security.viewer import Viewer

Typed = Mapping[str, Sequence[str]]
"""What was typed: field → values, as the browser sent them."""

LIFETIME = timedelta(days=30)
LONGEST_VALUE = 20_000
MOST_VALUES = 400


def find(actor: Viewer, form: str, token: str) -> Draft | None:
    """The draft behind a token. What an account began opens for that account alone."""
    draft = db.session.scalars(
        select(Draft).where(Draft.token_hash == token_hash(token), Draft.form == form)
    ).one_or_none()
    if draft is None or draft.account_id not in (None, actor.account_id):
        return None
    return draft


def save(actor: Viewer, form: str, token: str, typed: Typed) -> str:
    """Keep what was typed; returns the token, a new one unless `token` opens a draft already."""
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
    """Forget the draft."""
    draft = find(actor, form, token)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def locked(key: str) -> Draft | None:
    """The draft of this token hash, locked: of two that send it the second waits for the first."""
    return db.session.scalars(
        select(Draft)
        .where(Draft.token_hash == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def fingerprint(draft: Draft, *shown: str) -> str:
    """What a check page shows, in short: another value means that something else would be sent.

    shown: whatever else the page shows, such as the versions of the texts consented to.
    """
    content = json.dumps([draft.values, shown], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _kept(typed: Typed) -> dict[str, list[str]]:
    # Beyond any field's limit there is nothing worth keeping; the form says so beside the field.
    kept = {name: [v for v in values if len(v) <= LONGEST_VALUE] for name, values in typed.items()}
    return dict(list(kept.items())[:MOST_VALUES])
