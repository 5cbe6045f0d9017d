"""The search at 100,000 rows on both databases: what it finds is what a look at every text finds.

make soak ARGS="tests/soak/test_search.py"; SOAK_ROWS=10000 shortens it.
"""

import os
import random
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.rules.common import tokens
from app.security import guard
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import search_entries
from app.services.front import search
from tests.bench.test_search import ENDS, SIGNS, fill

ROWS = int(os.environ.get("SOAK_ROWS", "100000"))
QUERIES = 300
pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(3600)]


def test_search_finds_what_a_look_at_every_text_finds(session: Any) -> None:
    fill(ROWS, indexed=False)
    search_entries.rebuild(SYSTEM)
    session.commit()
    table = search_entries.TABLE
    texts = session.connection().execute(select(table.c.text).where(table.c.kind == "organisation"))
    every = [text for (text,) in texts]
    assert len(every) >= ROWS
    officer = Viewer(1, "事務局", frozenset({Role.SECRETARIAT}))
    session.info.pop(guard.KEY)
    guard.set_viewer(db.session(), officer)
    for query in queries():
        groups = [forms for word in tokens.words(query) if (forms := tokens.forms(word))]
        expected = sum(
            bool(groups) and all(any(f in text for f in group) for group in groups)
            for text in every
        )
        found = search.find(officer, [[word] for word in tokens.words(query)], "organisation")
        assert found.counts.get("organisation", 0) == expected, query


def queries() -> list[str]:
    """Return words of one to five characters, and telephones, alone and in pairs."""
    chance = random.Random(5)

    def word() -> str:
        if chance.random() < 0.2:
            return f"0857-{chance.randint(20, 99)}"
        letters = chance.choice((SIGNS, chance.choice(ENDS)))
        start = chance.randrange(len(letters))
        return letters[start : start + chance.randint(1, 5)]

    return [" ".join(word() for _ in range(chance.choice((1, 1, 2)))) for _ in range(QUERIES)]
