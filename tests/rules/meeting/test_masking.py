"""Names of persons are masked; names of members and ordinary words are not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.meeting.masking import find_unmasked, masked, named

MEMBERS = ["鳥取県弁護士会", "鳥取県", "ワーカーズコープ・センター事業団さんいんみらい事業所"]
DATA = Path(__file__).parents[3] / "app/data"


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
        (["●●"], "●●", "●●"),
    ],
)
def test_masking_examples(persons: list[str], text: str, shown: str) -> None:
    assert masked(text, persons, MEMBERS) == shown


@pytest.mark.parametrize(
    ("persons", "text", "shown"),
    [
        (["山田太郎"], "山田課長が述べた。", "●●課長が述べた。"),
        (["山田課長"], "山田から説明があった。", "●●から説明があった。"),
        (["課長山田太郎"], "山田太郎が述べた。", "●●が述べた。"),
        (["委員長谷川太郎"], "長谷川太郎。谷川太郎。", "●●。●●。"),
        (["山田 太郎様"], "太郎。山田氏。", "●●。●●氏。"),
        (["山田太郎委員"], "山田　太郎が述べた。", "●●が述べた。"),
        (["林 一"], "林委員。小林委員。林業。", "●●委員。●●委員。林業。"),
        (["林課長"], "林課長補佐。林業。", "●●課長補佐。林業。"),
        (["末長 健"], "末長から。末長健。", "●●から。●●。"),
        (["田中康士"], "田中康士が述べた。", "●●が述べた。"),
        (["保険課長 山田 太郎"], "国民健康保険", "国民健康保険"),
        (["介護福祉士 山田太郎"], "介護福祉士、山田太郎", "介護福祉士、●●"),
        (["福祉課長"], "福祉課長、地域福祉", "福祉課長、地域福祉"),
        (["山田太郎"], "小山田課長", "●●課長"),
    ],
)
def test_registered_person_is_found_in_any_notation_with_a_title(
    persons: list[str], text: str, shown: str
) -> None:
    assert masked(text, persons, MEMBERS) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("田中氏から", "●●氏から"),
        ("佐々木様に", "●●様に"),
        ("一ノ瀬さんの話", "●●さんの話"),
        ("長谷川委員長", "●●委員長"),
        ("𠮷田会長、葛󠄀城主任", "●●会長、●●主任"),
        ("スミス教授", "●●教授"),
        ("「さくら委員」", "「●●委員」"),
        ("前田会長、副島理事", "●●会長、●●理事"),
        ("小室室長、阿部部長、木村所長", "●●室長、●●部長、●●所長"),
        ("鳥取県田中課長", "鳥取県●●課長"),
        ("事務局田中次長", "事務局●●次長"),
        ("中森林委員", "●●委員"),
    ],
)
def test_unregistered_surname_before_a_title_is_masked(text: str, shown: str) -> None:
    assert masked(text, [], MEMBERS) == shown
    assert len(find_unmasked(text, [], MEMBERS)) == text.count("、") + 1
    assert named(text, [], MEMBERS) == []


@pytest.mark.parametrize(
    "text",
    [
        "幹事、各幹事団体、事務局長、事務局次長、会長、副会長、部会長、代表者、代表取締役",
        "福祉課長、孤独・孤立対策課長、福祉保健部長、鳥取県福祉課長、鳥取県知事、鳥取市長",
        "民生委員・児童委員、主任児童委員、専門委員、審議会委員、教育委員会、運営委員会",
        "皆様、皆さん、多様な、同様に、様々な、別紙様式、仕様書、お客様、利用者さん、たくさん",
        "氏名、同氏、両氏、弁護士会、島根県弁護士会、当番弁護士、主治医、担任の先生、諸君",
        "鳥取県弁護士会会長、鳥取県弁護士会長、育成会会長、県社協会長、県議会議長",
        "ワーカーズコープ・センター事業団さんいんみらい事業所、さんいん、この委員、次の会長",
        "●●委員、委員、山田",
    ],
)
def test_ordinary_words_and_members_are_not_masked(text: str) -> None:
    assert find_unmasked(text, [], MEMBERS) == []
    assert masked(text, [], MEMBERS) == text


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return texts(list(value.values()))
    return (
        [text for each in value for text in texts(each)]
        if isinstance(value, list)
        else [str(value)]
    )


@pytest.mark.parametrize(
    "name", [*(f"regulations/{each}" for each in ("act", "bylaws", "guideline")), "past_meetings"]
)
def test_text_without_personal_names_is_unchanged(name: str) -> None:
    text = "\n".join(texts(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))))
    assert len(text) > 300 and find_unmasked(text, [], []) == []


def test_remaining_names_are_listed_once() -> None:
    text = "山田と山田太郎、鳥取県、田中委員"
    assert find_unmasked(text, ["山田 太郎"], MEMBERS) == ["山田", "山田太郎", "田中"]
    assert named(text, ["山田 太郎"], MEMBERS) == ["山田", "山田太郎"]
    assert find_unmasked("●●、鳥取県", ["山田 太郎"], MEMBERS) == []


SIGNS = st.sampled_from(
    [*"山田太郎林長 ab。", "委員", "課長", "さん", "氏", "福祉", "はやし", "鳥取県"]
)
WORDS = st.lists(SIGNS, max_size=12).map("".join)


@given(st.lists(WORDS, max_size=4), WORDS, st.lists(WORDS, max_size=3))
def test_no_name_remains_after_masking(persons: list[str], text: str, kept: list[str]) -> None:
    shown = masked(text, persons, kept)
    assert find_unmasked(shown, persons, kept) == []
    assert (shown == text) is (find_unmasked(text, persons, kept) == [])


@given(WORDS, WORDS, WORDS)
def test_member_name_is_kept_in_any_context(before: str, after: str, person: str) -> None:
    member = "一般社団法人山田委員会"
    assert member in masked(f"{before}\n{member}{after}", [person], [member])
