"""Verification of the audit trail: each fault is named with its entry, and the rest goes on.

The entries are read as they are stored, not as the program understands them: a value that cannot be
read is a finding, too. What was sealed again as a whole is found by the heads noted outside the
database (security/ledger.py).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, text

from app.extensions import db
from app.services.common.audit import GENESIS, digest_of, instant

COLUMNS = (
    *("sequence", "at", "actor_id", "actor_name", "action", "subject_type", "subject_id"),
    *("refused", "previous_hash", "hash"),
)
DETAILS = {"sqlite": "details", "postgresql": "CAST(details AS TEXT) AS details"}
HEAD = text("SELECT sequence, hash FROM audit_head")
UNREADABLE = (ValueError, TypeError, AttributeError, RecursionError)


def verify(heads: Mapping[int, str] | None = None) -> Iterator[str]:
    """Verify the whole chain; yield a sentence for each fault.

    heads: sequence → hash, as noted outside the database before.
    """
    noted = dict(heads or {})
    previous, last, agreed = GENESIS, 0, 0
    for row in stored():
        if row.sequence != last + 1:
            yield f"entry {last + 1} is missing; found {row.sequence}"
        yield from _alone(row, previous)
        outside = noted.pop(row.sequence, row.hash)
        if outside != row.hash:
            yield (
                f"entry {row.sequence} is not the one noted outside the database:"
                f" sealed again after entry {agreed}"
            )
            noted.clear()  # what follows from it differs, too
        elif row.sequence in (heads or {}):
            agreed = row.sequence
        previous, last = row.hash, row.sequence
    if max(noted, default=0) > last:
        yield f"entry {last + 1} is missing: {max(noted)} entries were noted outside the database"
    if [tuple(head) for head in db.session.execute(HEAD)] != [(last, previous)]:
        yield f"entry {last} is the last of the chain, but its head says another"


def stored() -> Iterator[Row[Any]]:
    """Return the entries as they are stored: `details` as text, on SQLite moments as text, too."""
    connection = db.session.connection()
    columns = ", ".join((*COLUMNS, DETAILS[connection.dialect.name]))
    entries = text(f"SELECT {columns} FROM audit_entry ORDER BY sequence")  # noqa: S608
    driver: Any = connection.connection.dbapi_connection
    try:
        if connection.dialect.name == "sqlite":  # bytes that are no text must not end the reading
            driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
        yield from db.session.execute(entries, execution_options={"yield_per": 1000})
    finally:
        if connection.dialect.name == "sqlite":
            driver.text_factory = str


def plain(row: Row[Any]) -> dict[str, Any]:
    """Return an entry's values as they are hashed. Raises one of UNREADABLE."""
    details = json.loads(row.details)
    if json.dumps(details) != row.details:
        raise ValueError("details in another form than they were written in")
    if row.refused not in (0, 1):
        raise ValueError("refused")
    return {
        **{name: getattr(row, name) for name in COLUMNS if name != "hash"},
        "at": instant(moment(row.at)),
        "refused": bool(row.refused),
        "details": details,
    }


def moment(value: Any) -> datetime:
    """Return a stored moment. Raises ValueError for a text in another form than we write."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    read = datetime.fromisoformat(value)
    if read.isoformat(sep=" ", timespec="microseconds") != value:
        raise ValueError("a moment in another form")
    return read.replace(tzinfo=UTC)


def _alone(row: Row[Any], previous: str) -> Iterator[str]:
    try:
        digest = digest_of(plain(row))
    except UNREADABLE as error:
        yield f"entry {row.sequence} cannot be read ({type(error).__name__})"
        return
    if row.previous_hash != previous:
        yield f"entry {row.sequence} does not follow from the entry before it"
    if row.hash != digest:
        yield f"entry {row.sequence} was altered after it was sealed"


def exported() -> Iterator[str]:
    """Return the trail as lines of JSON: the entries as stored, at last the head."""
    for row in stored():
        yield json.dumps({name: _exported(value) for name, value in row._mapping.items()})
    for sequence, digest in db.session.execute(HEAD):
        yield json.dumps({"head": sequence, "hash": digest})


def _exported(value: Any) -> Any:
    """Return a stored value as SQLite holds it; of a kind that we never write, its description."""
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None)
        return naive.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, bool):
        return int(value)
    return [repr(value)] if isinstance(value, bytes) else value
