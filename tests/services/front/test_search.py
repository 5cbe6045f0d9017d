"""The search finds what contains the words, the same on both databases, and counts what is seen."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.search_entry import SearchEntry
from app.rules.common import tokens
from app.security import guard
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.front import search
from app.services.membership import memberships
from tests import factories

SIGNS = "あがカｶﾞーの鳥取髙高1２三条-・ ab（株）☆😀"
TEXTS = st.lists(st.text(st.sampled_from(SIGNS), max_size=10), min_size=1, max_size=8)
QUERIES = st.lists(st.text(st.sampled_from(SIGNS), max_size=4), min_size=1, max_size=8)
OFFICER = Viewer(1, "事務局", frozenset({Role.SECRETARIAT}))


def see(viewer: Viewer) -> Viewer:
    db.session.info.pop(guard.KEY, None)
    guard.set_viewer(db.session(), viewer)
    return viewer


def subjects(viewer: Viewer, text: str, kind: str = "letter", page: int = 1) -> list[str]:
    with guard.acting_as_system(db.session):
        db.session.flush()
    see(viewer)
    found = search.find(viewer, [[word] for word in tokens.words(text)], kind, page)
    return [one.subject for one in found.shown]


@pytest.mark.both_databases
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=TEXTS, queries=QUERIES)
def test_found_is_what_contains_every_word(
    session: Any, texts: list[str], queries: list[str]
) -> None:
    """Expected is computed without the index, from texts that Hypothesis makes."""
    with guard.acting_as_system(session):
        made = {str(factories.letter().id): text for text in texts}
        for row_id, text in made.items():
            letter = session.get(factories.OutboxMessage, int(row_id))
            letter.subject, letter.number = text, ""
            letter.recipient_name = letter.recipient = ""
        session.flush()
    for query in queries:
        groups = [forms for word in tokens.words(query) if (forms := tokens.forms(word))]
        expected = {
            row_id
            for row_id, text in made.items()
            if groups and all(any(f in tokens.text_of([text]) for f in g) for g in groups)
        }
        assert set(subjects(OFFICER, query)) & made.keys() == expected, (query, texts)
    session.rollback()


@pytest.mark.both_databases
def test_order_is_the_same_on_both_databases(session: Any) -> None:
    names = ["かもめの会", "NPO法人かもめ", "いのちとかもめ", "カモメ", "ｶﾓﾒと鳥"]
    for name, kana in zip(names, ("エ", "ｱ", "ん", "い", "A"), strict=True):
        factories.member(name=name, name_kana=kana)
    session.commit()
    shown = search.find(see(OFFICER), [["かもめ"]], "organisation").shown
    assert [one.title for one in shown] == [
        "ｶﾓﾒと鳥",
        "カモメ",
        "かもめの会",
        "いのちとかもめ",
        "NPO法人かもめ",
    ]


@pytest.mark.both_databases
def test_one_of_the_alternatives_of_a_word_is_enough(session: Any) -> None:
    for name in ("お金の相談室", "生活困窮の窓口", "眠れない人の窓口"):
        factories.member(name=name)
    session.commit()
    found = search.find(see(OFFICER), [["お金", "生活困窮"], ["相談", "窓口"]], "organisation")
    assert {one.title for one in found.shown} == {"お金の相談室", "生活困窮の窓口"}
    assert found.counts["organisation"] == 2


@pytest.mark.both_databases
def test_counts_are_of_all_kinds_and_pages_of_one(session: Any) -> None:
    total = search.PER_PAGE + 7
    for _ in range(total):
        factories.letter()
    factories.member(name="お知らせの会")
    session.commit()
    see(OFFICER)
    words = [["お知らせ"]]
    every = search.find(OFFICER, words)
    assert every.counts == {"letter": total, "organisation": 1}
    assert [one.kind for one in every.shown].count("letter") == search.FIRST
    pages = [search.find(OFFICER, words, "letter", number) for number in (1, 2, 3)]
    assert [len(page.shown) for page in pages] == [search.PER_PAGE, 7, 0]
    assert all(page.counts["letter"] == total for page in pages)
    keys = [one.subject for page in pages for one in page.shown]
    assert len(set(keys)) == total
    assert search.find(OFFICER, words, "meeting").shown == []


@pytest.fixture
def withheld(session: Any) -> Iterator[Any]:
    """Enter a member whose representative is shown to members only, and telephone to no one."""
    yield factories.member(
        name="隠しごとの会",
        representative_name="大黒 兎子",
        phone="0859-99-9999",
        public_contact_phone="",
        disclosure={
            "representative_name": {"tier": "members", "reason": "希望"},
            "phone": {"tier": "secretariat", "reason": "自宅"},
        },
    )
    session.rollback()


@pytest.mark.both_databases
def test_nobody_finds_or_counts_by_words_they_do_not_see(withheld: Any) -> None:
    db.session.commit()
    member = Viewer(2, "会員", frozenset({Role.GENERAL}), factories.founding_member().id)
    seen = {"隠しごと": "PMS", "大黒兎子": "MS", "隠しごと 大黒": "MS", "0859999999": "S"}
    for text, who in seen.items():
        for mark, viewer in (("P", PUBLIC), ("M", member), ("S", OFFICER)):
            see(viewer)
            found = search.find(viewer, [[word] for word in tokens.words(text)])
            kind = "organisation" if mark == "S" else "roster"
            assert found.counts == ({kind: 1} if mark in who else {}), (text, mark)


def test_roster_is_that_of_today(session: Any, at: Any) -> None:
    organisation = factories.member(name="去る会")
    session.commit()
    today, row_id = clock.today(), organisation.id
    member = session.get(type(organisation), row_id)
    membership = memberships.current(member.id)
    assert membership is not None
    membership.ended_on = today + timedelta(days=3)
    session.commit()
    assert len(subjects(PUBLIC, "去る会", "roster")) == 1
    at(today + timedelta(days=3))
    assert subjects(PUBLIC, "去る会", "roster") == []


def test_viewer_without_the_guards_consent_reads_no_entry(session: Any, withheld: Any) -> None:
    session.commit()
    for viewer, audiences in (
        (PUBLIC, {"public"}),
        (Viewer(3, "協議会", frozenset({Role.COUNCIL})), {"public", "members"}),
        (Viewer(3, "管理者", frozenset({Role.ADMINISTRATOR})), {"public", "offices"}),
        (Viewer(3, "幹事", frozenset({Role.EXECUTIVE}), -1), {"public", "members", "executive"}),
    ):
        see(viewer)
        assert set(session.scalars(select(SearchEntry.audience))) <= audiences
    session.info.pop(guard.KEY)
    assert session.scalars(select(SearchEntry)).all() == []


def test_a_long_query_is_answered(session: Any) -> None:
    text = "".join(random.Random(1).choices("あいうえおかきくけこ鳥取", k=100))
    assert subjects(OFFICER, text) == []
    assert subjects(OFFICER, " ".join(text)) == []
