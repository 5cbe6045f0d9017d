"""Addresses of lists that a person keeps under a name (保存した表示): nobody else's, and so without trail.

They lie in the account's row, which every request has read anyway.
"""

from collections.abc import Sequence

from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.security.viewer import Viewer
from app.services.common import rows

MOST = 20
"""Views that a person keeps."""
LONGEST_NAME, LONGEST_PATH, LONGEST_QUERY = 40, 60, 300
View = dict[str, str]
"""A kept view: path, query, name."""


def keep(actor: Viewer, path: str, query: str, name: str) -> None:
    """Keep a list's address under a name; of the same name it replaces the other. Raises RuleViolation."""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        raise RuleViolation(None, "条件が長すぎるため、保存できません。")
    account, kept = _own(actor)
    name = _checked(name)
    others = [each for each in kept if not _is(each, path, name)]
    if len(others) >= MOST:
        raise RuleViolation(None, f"保存できる表示は{MOST}件までです。先に1件削除してください。")
    _store(account, [*others, {"path": path, "query": query, "name": name}])


def rename(actor: Viewer, path: str, former: str, name: str) -> None:
    """Give a view another name. Raises StaleState, RuleViolation."""
    account, kept = _own(actor)
    view, name = _named(kept, path, former), _checked(name)
    others = [each for each in kept if not (_is(each, path, name) or _is(each, path, former))]
    _store(account, [*others, {**view, "name": name}])


def delete(actor: Viewer, path: str, name: str) -> None:
    """Delete a view. Raises StaleState."""
    account, kept = _own(actor)
    view = _named(kept, path, name)
    _store(account, [each for each in kept if each is not view])


def _own(actor: Viewer) -> tuple[Account, Sequence[View]]:
    if actor.account_id is None:
        raise NotPermitted
    account = rows.locked(Account, actor.account_id)
    return account, account.saved_views or []


def _store(account: Account, views: Sequence[View]) -> None:
    account.saved_views = sorted(views, key=lambda view: (view["path"], view["name"]))
    db.session.flush()


def _named(kept: Sequence[View], path: str, name: str) -> View:
    found = next((each for each in kept if _is(each, path, name)), None)
    if found is None:
        raise StaleState("この表示は、もう保存されていません。")
    return found


def _is(view: View, path: str, name: str) -> bool:
    return (view["path"], view["name"]) == (path, name)


def _checked(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise RuleViolation(None, f"名前を{LONGEST_NAME}文字以内で入力してください。")
    return name
