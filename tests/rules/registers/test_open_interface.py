"""What the open interface gives, and how it reads what is asked."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from app.rules.common.field import Kind
from app.rules.membership.membership import MemberKind
from app.rules.membership.roster import Tier
from app.rules.registers import open_interface
from app.rules.registers.open_interface import Asked, Refused, read
from app.rules.registers.schema import RegisterField


def field(key: str, kind: Kind = Kind.LINE, **said: Any) -> RegisterField:
    return RegisterField(key, key, key, kind, **said)


FIELDS = (
    field("name"),
    field("area", Kind.MUNICIPALITY, name="municipality_code"),
    field("free", Kind.FLAG),
    field("seats", Kind.WHOLE),
    field("begins", Kind.DAY),
    field("opens", Kind.TIME),
    field("kind", Kind.CHOICE, choices=MemberKind),
    field("body", Kind.ORGANISATION_KIND),
)


def test_a_tier_is_given_what_is_shared_with_it_and_no_person() -> None:
    fields = (
        field("name"),
        field("phone", tier=Tier.MEMBERS),
        field("note", tier=Tier.SECRETARIAT),
        field("person", personal=True),
        field("inner", exported=False),
    )
    given = {tier: [each.key for each in open_interface.given(fields, tier)] for tier in Tier}
    assert given[Tier.PUBLIC] == ["name"]
    assert given[Tier.MEMBERS] == ["name", "phone"]


@pytest.mark.parametrize(
    ("name", "text", "key", "value"),
    [
        ("name", "窓口", "name", "窓口"),
        ("municipality_code", "312011", "area", "312011"),
        ("free", "false", "free", False),
        ("seats", "-3", "seats", -3),
        ("begins", "2026-04-01", "begins", date(2026, 4, 1)),
        ("opens", "08:30", "opens", time(8, 30)),
        ("kind", "general", "kind", MemberKind.GENERAL),
    ],
)
def test_conditions_are_read_by_their_kind(name: str, text: str, key: str, value: Any) -> None:
    assert read([(name, text)], FIELDS).conditions == {key: value}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area", "312011"),  # its name is another
        ("unknown", "1"),
        ("name", ""),
        ("name", "a\0b"),
        ("name", "あ" * 201),
        ("free", "1"),
        ("seats", "３"),
        ("seats", "9" * 10),
        ("begins", "20260401"),
        ("begins", "2026-02-30"),
        ("opens", "25:00"),
        ("kind", "former"),
        ("body", "none"),
        ("limit", "0"),
        ("limit", "501"),
        ("limit", "²"),
        ("cursor", "-1"),
        ("cursor", "g"),
        ("cursor", "f" * 13),
        ("since", "1"),
        ("format", "hsds"),  # not offered
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read([(name, text), ("seats", "5")] if name != "seats" else [(name, text)], FIELDS)
    assert list(refused.value.errors) == [name]


def test_where_there_are_no_pages_neither_cursor_nor_limit_is_read() -> None:
    for name in ("limit", "cursor", ""):
        with pytest.raises(Refused):
            read([(name, "1")], position="")


def test_a_parameter_is_given_once() -> None:
    with pytest.raises(Refused) as refused:
        read([("name", "a"), ("name", "b")], FIELDS)
    assert list(refused.value.errors) == ["name"]


def test_a_cursor_leads_back_to_its_number() -> None:
    for number in (0, 1, 255, 2**31):
        assert read([("cursor", open_interface.cursor(number))]).after == number
    assert read([("since", "ff")], position="since") == Asked(after=255)


@any_of(st.lists(st.tuples(st.sampled_from([*(f.open_name for f in FIELDS), "x"]), st.text())))
def test_nothing_but_a_refusal_is_raised(sent: list[tuple[str, str]]) -> None:
    try:
        read(sent, FIELDS, ["hsds"])
    except Refused as refused:
        assert refused.errors
