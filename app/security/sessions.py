"""Server-side sessions: ended by the server, not by the cookie."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, request
from flask import session as browser_session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import bindparam, delete, select, true, update
from sqlalchemy.orm import Session, joinedload
from werkzeug.datastructures import CallbackDict

from app import clock
from app.database import UNAVAILABLE
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.common.setting import Setting
from app.security.tokens import new_token, token_hash

serializer = TaggedJSONSerializer()
"""Flask's own: a session may hold lazy translations, tuples and times, which JSON cannot."""
TOUCH_EVERY = timedelta(minutes=1)
WITHOUT_SESSION = frozenset({"static", "health.alive", "health.ready"})
"""Endpoints that answer whether or not the session can be read."""
OPEN_PREFIX = "/api/v1/"
"""Addresses of the open interface: it knows keys and no sessions, so a browser's cookie gives nothing."""
ACCOUNT_KEY = "_user_id"
WITH_ACCOUNT = (
    select(UserSession, Setting)
    .outerjoin(Setting, true())
    .where(UserSession.token_hash == bindparam("token_hash"))
    .options(
        joinedload(UserSession.account).joinedload(Account.roles),
        joinedload(UserSession.account).joinedload(Account.organisation),
        joinedload(UserSession.account).joinedload(Account.terms),
    )
)
"""The session of a token, and with it the secretariat's settings, which every page shows.

Built once: every request of a logged-in user runs it.
"""


def is_open(path: str) -> bool:
    """Whether an address is one of the open interface."""
    return path.startswith(OPEN_PREFIX)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A session's values, its row, and the account as it was at the start of the request.

    settings: the secretariat's stored settings, read with the row; None without one.
    fault: what kept it from being read; `refuse_unread` raises it before a view is asked.
    """

    def __init__(
        self,
        values: dict[str, Any] | None = None,
        row: UserSession | None = None,
        settings: dict[str, Any] | None = None,
    ) -> None:
        def changed(_self: Any) -> None:
            self.modified = True

        super().__init__(values, changed)
        self.modified = False
        self.new = row is None
        self.row_id = None if row is None else row.id
        self.account = None if row is None else row.account
        self.began_at = None if row is None else row.created_at
        self.settings = settings
        self.fault: Exception | None = None
        self.renew = False

    def regenerate(self, *, restart: bool = False) -> None:
        """Give the session a new token, against session fixation.

        restart: begin its lifetime again, as at log-in.
        """
        self.renew = self.modified = True
        if restart:
            self.began_at = None


class DatabaseSessions(SessionInterface):
    """Session storage in `user_session`; a visitor without stored values has no row."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = "" if is_open(request.path) else request.cookies.get(self.get_cookie_name(app))
        if not token or len(token) > 100 or not token.isascii():
            return ServerSession()
        try:
            row, settings = self._find(token)
        except UNAVAILABLE as fault:  # raised here it would leave the error page without a session
            session = ServerSession()
            session.fault = fault
            return session
        if row is None or self._over(app, row):
            return ServerSession()
        session = ServerSession(serializer.loads(json.dumps(row.data)), row, settings)
        if clock.now() - row.seen_at > TOUCH_EVERY:
            session.modified = True
        return session

    def _find(self, token: str) -> tuple[UserSession | None, dict[str, Any]]:
        """Return the session's row and the settings, read in a separate transaction.

        The request's own transaction begins with the view: before it a rate limit is counted, which on
        SQLite waits for the write lock.
        """
        with Session(db.engine.execution_options(reading=True)) as own:
            found = own.execute(WITH_ACCOUNT, {"token_hash": token_hash(token)}).unique().all()
        settings = {each.key: each.value for _row, each in found if each is not None}
        return (found[0][0] if found else None), settings

    def _over(self, app: Flask, row: UserSession) -> bool:
        now = clock.now()
        idle: timedelta = app.config["SESSION_IDLE"]
        absolute: timedelta = app.config["SESSION_ABSOLUTE"]
        return now - row.seen_at > idle or now - row.created_at > absolute

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ServerSession)
        if is_open(request.path):
            return
        response.vary.add("Cookie")
        if not session.modified:
            return
        db.session.rollback()  # the view's uncommitted changes must not be committed here
        writing = db.engine.execution_options(reading=False)  # regardless of the request method
        with Session(writing) as own, own.begin():
            if session:
                self._store(app, own, session, response)
            else:
                _drop(own, session)
                response.delete_cookie(self.get_cookie_name(app), path=self.get_cookie_path(app))

    def _store(self, app: Flask, own: Session, session: ServerSession, response: Response) -> None:
        account_id = session.get(ACCOUNT_KEY)
        values = {
            "account_id": int(account_id) if account_id else None,
            "data": json.loads(serializer.dumps(dict(session))),
            "seen_at": clock.now(),
        }
        if session.row_id and not _changed(own, session.row_id, values):
            return  # ended meanwhile by another request or from another device
        if session.row_id and not session.renew:
            return
        _drop(own, session)
        token = new_token()
        began_at = session.began_at or clock.now()
        row = UserSession(token_hash=token_hash(token), created_at=began_at, **values)
        row.address = (request.remote_addr or "")[:45]
        row.user_agent = request.user_agent.string[:200]
        own.add(row)
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            httponly=True,
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
            path=self.get_cookie_path(app),
        )


def _changed(own: Session, row_id: int, values: Mapping[str, Any]) -> bool:
    """Write the session's row; return whether it still exists."""
    wanted = update(UserSession).where(UserSession.id == row_id).values(values)
    return bool(own.connection().execute(wanted).rowcount)


def refuse_unread() -> None:
    """Raise what kept the session from being read: nobody is taken for a visitor by mistake."""
    fault: Exception | None = getattr(browser_session, "fault", None)
    if fault is not None and request.endpoint not in WITHOUT_SESSION:
        raise fault


def _drop(own: Session, session: ServerSession) -> None:
    if session.row_id is not None:
        own.execute(delete(UserSession).where(UserSession.id == session.row_id))
