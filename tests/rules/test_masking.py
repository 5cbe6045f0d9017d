"""Names of persons are masked, names of members are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.masking import masked, unmasked

MEMBERS = ["鳥取県弁護士会", "鳥取県"]


@pytest.mark.parametrize(
    ("persons", "text", "shown"),
    [
        (["課長 山田 太郎"], "鳥取県（課長 山田 太郎）", "鳥取県（課長 ●●）"),
        (["課長　山田太郎"], "課長　山田　太郎が述べた。", "課長　●●が述べた。"),
        (["山田 太郎"], "山田太郎。山田委員。", "●●。●●委員。"),
        (["鳥取 花子"], "鳥取県弁護士会の鳥取花子", "鳥取県弁護士会の●●"),
        (["鳥取 花子"], "鳥取県の鳥取市", "鳥取県の●●市"),
        (["林"], "林業について", "林業について"),
        (["事務局長"], "事務局長が説明した。", "事務局長が説明した。"),
        ([""], "何もない。", "何もない。"),
        ([], "何もない。", "何もない。"),
        (["a.c d*"], "abc a.cd*", "abc ●●"),
    ],
)
def test_what_is_masked(persons: list[str], text: str, shown: str) -> None:
    assert masked(text, persons, MEMBERS) == shown


def test_what_is_left_is_named_once() -> None:
    assert unmasked("山田と山田太郎、鳥取県", ["山田 太郎"], MEMBERS) == ["山田", "山田太郎"]
    assert unmasked("●●、鳥取県", ["山田 太郎"], MEMBERS) == []


@given(st.lists(st.text("山田太郎 ab", max_size=6)), st.text("山田太郎 ab。", max_size=30))
def test_nothing_is_left_after_masking(persons: list[str], text: str) -> None:
    assert unmasked(masked(text, persons, []), persons, []) == []
