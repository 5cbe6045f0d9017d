"""Rate limits shared by all processes and machines, counted in the database."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unicodedata import normalize

from flask import request
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.accounts.user import RateLimit
from app.security import networks

Key = Callable[[], str]
LONGEST = 5000
"""Characters that are looked at: the fields by which is counted refuse what is longer."""


def client_address() -> str:
    """Return the address that a limit is counted for."""
    return networks.caller(request.remote_addr or "unknown")


def form_value(field: str) -> Key:
    """Count by the value of a form field, ignoring case; only a hash of it is stored.

    Width and unseen signs are ignored, too: fields do, and one address would have many shares.
    A field left empty is not counted: one visitor could else use up everybody's share.
    """

    def key() -> str:
        sent = normalize("NFKC", request.form.get(field, "")[:LONGEST]).casefold()
        typed = "".join(sign for sign in sent if sign.isprintable() and not sign.isspace())
        return typed and hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()

    return key


limiter = Limiter(key_func=client_address)


def limit_posts(rate: str, by: Key = client_address) -> Any:
    """Limit how often a form may be sent, such as `limit_posts("20 per hour")`.

    Place it below @has_access; several may be stacked. Exceeding it gives status 429. Many officers
    may share one address of a municipality: choose generous limits.
    """
    return limiter.limit(rate, key_func=by, methods=["POST"], exempt_when=lambda: not by())


class DatabaseStorage(Storage):
    """Fixed windows counted in `rate_limit`: one upsert per hit, in a separate connection.

    Flask-Limiter's own storages are memory (one process only), Redis, memcached and MongoDB: one
    more server that every form would depend on. The database is needed anyway.
    """

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = clock.now()
        expires = now + timedelta(seconds=expiry)
        with db.engine.begin() as connection:
            statement = insert_into(RateLimit, connection.dialect.name)
            statement = statement.values(key=key, count=amount, expires_at=expires)
            over = RateLimit.expires_at <= now
            statement = statement.on_conflict_do_update(
                index_elements=[RateLimit.key],
                set_={
                    "count": case((over, amount), else_=RateLimit.count + amount),
                    "expires_at": case((over, expires), else_=RateLimit.expires_at),
                },
            ).returning(RateLimit.count)
            return int(connection.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return (row.expires_at if row else clock.now()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with db.engine.begin() as connection:
            return connection.execute(delete(RateLimit)).rowcount

    def clear(self, key: str) -> None:
        with db.engine.begin() as connection:
            connection.execute(delete(RateLimit).where(RateLimit.key == key))

    def _row(self, key: str) -> Any:
        with db.engine.connect() as connection:
            statement = select(RateLimit.count, RateLimit.expires_at).where(
                RateLimit.key == key, RateLimit.expires_at > clock.now()
            )
            return connection.execute(statement).one_or_none()
