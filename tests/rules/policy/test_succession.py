"""Which programme is proposed as going on from which of the year before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.policy.succession import LIKELY, Named, likeness, proposals

DIVISION = "福祉保健部 孤独・孤立対策課"


def named(*names, section=DIVISION):
    return [Named(name, name, section) for name in names]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("ひきこもり支援推進事業", "ひきこもり支援推進事業"),
        ("みんなで進める「孤独・孤立対策」推進事業", "みんなで進める「孤独・孤立対策」事業"),
        ("市町村等支援強化事業（孤独・孤立対策）", "孤独・孤立対策市町村等支援強化事業"),
        ("SDGs推進事業", "SDGｓ推進事業"),
    ],
)
def test_same_or_renamed_programme_is_proposed(new, old):
    others = named(old, "民生委員費", "災害ケースマネジメント実施体制整備事業")
    assert proposals(named(new), others)[new].id == old


def test_unlike_programme_is_not_proposed():
    assert proposals(named("デジタル居場所づくり事業"), named("民生委員費")) == {}


def test_a_moved_programme_of_the_same_name_is_certain():
    one, other = named("民生委員費")[0], named("民生委員費", section="別の課")[0]
    assert likeness(one, other) == 100


def test_the_likest_pair_goes_first_and_each_is_proposed_once():
    found = proposals(
        named("ヤングケアラー支援事業", "ヤングケアラー支援推進事業"),
        named("ヤングケアラー支援推進事業"),
    )
    assert list(found) == ["ヤングケアラー支援推進事業"]


NAMES = st.lists(st.text("孤独立対策支援推進事業", min_size=1, max_size=8), unique=True, max_size=6)


@given(NAMES, NAMES)
def test_proposals_are_pairs_of_the_given(new, old):
    found = proposals(named(*new), named(*old))
    assert found.keys() <= set(new)
    taken = [each.id for each in found.values()]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(old)
    assert all(LIKELY <= each.percent <= 100 for each in found.values())
    assert {name for name in new if name in old} <= found.keys()
