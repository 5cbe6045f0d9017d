"""Tamperings with a sealed trail: each a change of the database, and the entries it can be found at."""

import hashlib
import json
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from app.extensions import db
from app.security.viewer import SYSTEM
from app.services.common import audit

WORDS = ("承認", "鳥取県", "𠮷野の会", "case.open", "", "a" * 40)
FIELDS = ("at", "actor_id", "actor_name", "action", "subject_type", "subject_id", "details")
SEALED = (*FIELDS, "refused", "previous_hash", "hash")


class Tampering(NamedTuple):
    """What was done, and the first and last entry at which it may be named."""

    what: str
    first: int
    last: int


def fill(entries: int) -> None:
    """Write a trail of at least this many entries, in commits of one to three. Commits."""
    draw = Random(7)
    for number in range(entries):
        details = {"words": draw.choice(WORDS), "count": number, "list": [1, None, True]}
        audit.record(SYSTEM, "test.do", "thing", number, **details)
        if draw.random() < 0.6:
            db.session.commit()
    db.session.commit()


def allow(connection: Connection) -> None:
    """Take away what makes the trail append-only; whoever owns the database can."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER IF EXISTS audit_entry_no_update"))
        connection.execute(text("DROP TRIGGER IF EXISTS audit_entry_no_delete"))
    else:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))


class Tamperer:
    """Tampers at random, by seed, with a trail of `length` entries."""

    def __init__(self, connection: Connection, seed: int, length: int, heads: list[int]) -> None:
        """heads: the entries noted outside the database, ascending."""
        self.connection, self.draw, self.length, self.heads = (
            connection,
            Random(seed),
            length,
            heads,
        )
        self.is_sqlite = connection.dialect.name == "sqlite"

    def kinds(self) -> list[Callable[[], Tampering]]:
        """Return the kinds of tampering."""
        common = [self.field, self.refusal, self.hashes, self.delete, self.cut, self.insert]
        more = [self.swap, self.head, self.seal_one, self.seal_rest, self.seal_cut]
        return [*common, *more, *([self.broken, self.other_type] if self.is_sqlite else [])]

    def field(self) -> Tampering:
        """Change one value."""
        name, number = self.draw.choice(FIELDS), self._any()
        values = {
            "at": "2020-01-01 00:00:00.000001",
            "actor_id": self.draw.randint(1000, 2000),
            "details": json.dumps({"other": self.draw.random()}),
        }
        self._set(number, **{name: values.get(name, f"other{self.draw.randint(0, 99)}")})
        return Tampering(f"{name} changed", number, number)

    def refusal(self) -> Tampering:
        """Turn a refusal into an act, or the reverse."""
        number = self._any()
        self._run("UPDATE audit_entry SET refused = NOT refused WHERE sequence = :n", n=number)
        return Tampering("refused turned", number, number)

    def hashes(self) -> Tampering:
        """Exchange a hash."""
        number, name = self._any(), self.draw.choice(("hash", "previous_hash"))
        self._set(number, **{name: hashlib.sha256(self.draw.randbytes(8)).hexdigest()})
        return Tampering(f"{name} changed", number, number + 1)

    def delete(self) -> Tampering:
        """Delete an entry in the middle, or several."""
        first = self.draw.randint(1, self.length - 1)
        last = min(first + self.draw.choice((0, 0, 1, 5)), self.length - 1)
        self._run("DELETE FROM audit_entry WHERE sequence BETWEEN :a AND :b", a=first, b=last)
        return Tampering("deleted", first, last + 1)

    def cut(self) -> Tampering:
        """Delete the end, and let the head say so."""
        number = self.draw.randint(2, self.length)
        self._cut(number)
        return Tampering("cut off", number, number)

    def insert(self) -> Tampering:
        """Put an entry after the last, without its seal."""
        number = self.length + 1
        self._copy(self._any(), number, hash=hashlib.sha256(b"x").hexdigest())
        return Tampering("inserted", number, number)

    def swap(self) -> Tampering:
        """Exchange what two entries say; their seals stay."""
        one, other = sorted(self.draw.sample(range(1, self.length + 1), 2))
        first, second = self._entry(one), self._entry(other)
        self._set(one, **{name: second[name] for name in FIELDS})
        self._set(other, **{name: first[name] for name in FIELDS})
        return Tampering("swapped", one, other)

    def head(self) -> Tampering:
        """Let the head say something else."""
        self._run("UPDATE audit_head SET sequence = sequence - 1")
        return Tampering("head changed", self.length, self.length)

    def seal_one(self) -> Tampering:
        """Change an entry and seal it again, but nothing after it."""
        number = self.draw.randint(1, self.length - 1)
        self._set(number, actor_name="誰か")
        self._seal(number)
        return Tampering("sealed alone", number, number + 1)

    def seal_rest(self) -> Tampering:
        """Change an entry, and seal it and all that follow: only the heads outside tell."""
        number = self._any()
        self._set(number, actor_name="誰か")
        for each in range(number, self.length + 1):
            self._seal(each)
        self._end(self.length)
        return Tampering("sealed to the end", number, min(h for h in self.heads if h >= number))

    def seal_cut(self) -> Tampering:
        """Take an entry out, move up what follows, and seal it again."""
        number = self.draw.randint(2, self.length - 1)
        self._run("DELETE FROM audit_entry WHERE sequence = :n", n=number)
        for each in range(number + 1, self.length + 1):
            self._set(each, sequence=each - 1)
            self._seal(each - 1)
        self._end(self.length - 1)
        last = min((h for h in self.heads if number <= h < self.length), default=self.length)
        return Tampering("taken out and sealed to the end", number, last)

    def broken(self) -> Tampering:
        """Break the text of a value."""
        number = self._any()
        wrong = ('{"a":', "", "[1,", '{"a": NaN', "\x00", '{"a":1}', '{"count": 1, "count": 1}')
        name = self.draw.choice(("details", "at"))
        self._set(number, **{name: self.draw.choice(wrong)})
        return Tampering(f"{name} broken", number, number)

    def other_type(self) -> Tampering:
        """Store a value of another type."""
        number, name = self._any(), self.draw.choice(("actor_name", "details", "at", "refused"))
        if self.draw.random() < 0.5:
            self._set(number, **{name: self.draw.choice((b"\xff\xfe", 7, 1.5))})
        else:  # bytes that are no text, stored as one
            statement = f"UPDATE audit_entry SET {name} = CAST(x'fffe' AS TEXT) WHERE sequence = :n"
            self._run(statement, n=number)
        return Tampering(f"{name} of another type", number, number)

    def _any(self) -> int:
        return self.draw.randint(1, self.length)

    def _run(self, statement: str, **values: Any) -> Any:
        return self.connection.execute(text(statement), values)

    def _set(self, number: int, **values: Any) -> None:
        cast = "" if self.is_sqlite else "::json"
        given = {name: value for name, value in values.items()}
        if not self.is_sqlite and "at" in given:
            given["at"] = f"{given['at']}+00:00" if isinstance(given["at"], str) else given["at"]
        columns = ", ".join(
            f"{name} = CAST(:{name} AS timestamptz)"
            if name == "at" and not self.is_sqlite
            else f"{name} = (:{name}){cast if name == 'details' else ''}"
            for name in given
        )
        self._run(f"UPDATE audit_entry SET {columns} WHERE sequence = :n", n=number, **given)

    def _entry(self, number: int) -> dict[str, Any]:
        columns = ", ".join(name for name in SEALED if name != "details")
        found = self._run(
            f"SELECT sequence, {columns}, CAST(details AS TEXT) AS details"
            " FROM audit_entry WHERE sequence = :n",
            n=number,
        )
        return dict(found.one()._mapping)

    def _copy(self, of: int, number: int, **values: Any) -> None:
        columns = ", ".join(SEALED)
        chosen = ", ".join(f"'{values[name]}'" if name in values else name for name in SEALED)
        self._run(
            f"INSERT INTO audit_entry (sequence, {columns}) SELECT :to, {chosen}"
            " FROM audit_entry WHERE sequence = :n",
            n=of,
            to=number,
        )

    def _cut(self, number: int) -> None:
        self._run("DELETE FROM audit_entry WHERE sequence >= :n", n=number)
        self._end(number - 1)

    def _end(self, number: int) -> None:
        last = self._entry(number)["hash"]
        self._run("UPDATE audit_head SET sequence = :n, hash = :h", n=number, h=last)

    def _seal(self, number: int) -> None:
        from app.services.common import trail

        entry = self._entry(number)
        before = self._entry(number - 1)["hash"] if number > 1 else audit.GENESIS
        content = {name: entry[name] for name in ("sequence", *SEALED) if name != "hash"}
        content |= {
            "previous_hash": before,
            "at": audit.instant(trail.moment(entry["at"])),
            "refused": bool(entry["refused"]),
            "details": json.loads(entry["details"]),
        }
        self._set(number, previous_hash=before, hash=audit.digest_of(content))
