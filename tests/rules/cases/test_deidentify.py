"""Detection of text in an issue sheet that could identify a person."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.cases.deidentify import (
    MUST_GO,
    SENTENCE,
    CaseTerms,
    Finding,
    FindingKind,
    fold,
    is_in_words,
    scan,
)

DATA = Path(__file__).parents[3] / "app/data/municipalities.csv"
LINES = DATA.read_text(encoding="utf-8").splitlines()
MUNICIPALITIES = [row["name"] for row in csv.DictReader(LINES)]
OWN = CaseTerms(
    names=("因幡 花子", "イナバ ハナコ", "林 次郎"),
    addresses=("鳥取県鳥取市東町1丁目220",),
    phones=("0857-26-7111",),
    bodies=("鳥取県弁護士会",),
    days=("1984-03-09",),
    texts=("夜になると近所の川のそばを一人で歩いている。",),
    documents=("砂丘荘_診断書（写し）",),
)


def signs(text: str) -> set[FindingKind]:
    return {finding.sign for finding in scan(text, OWN, MUNICIPALITIES)}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("因幡花子さんの件", FindingKind.NAME),
        ("花子と呼ばれる", FindingKind.NAME),
        ("いなば　はなこ", FindingKind.NAME),
        ("ｲﾅﾊﾞという", FindingKind.NAME),
        ("林さんの息子", FindingKind.NAME),
        ("東町に住む", FindingKind.ADDRESS),
        ("電話は０８５７（２６）７１１１", FindingKind.PHONE),
        ("携帯 090-1234-5678 に", FindingKind.PHONE),
        ("0859ー12ー3456", FindingKind.PHONE),
        ("Ｋ―７Ｈ２ＭＰＸ の例", FindingKind.ALIAS),
        ("鳥取県弁護士会に相談", FindingKind.BODY),
        ("３月９日の夜", FindingKind.DAY),
        ("砂丘荘＿診断書(写し)による", FindingKind.DOCUMENT),
        ("1984年3月", FindingKind.DAY),
        ("夜になると　近所の川の\nそばを歩く", FindingKind.SENTENCE),
        ("42歳の男性", FindingKind.AGE),
        ("四十二才", FindingKind.AGE),
        ("令和7年4月1日に", FindingKind.DATE),
        ("R7.4.1", FindingKind.DATE),
        ("2025-04-01", FindingKind.DATE),
        ("十二月三日", FindingKind.DATE),
        ("4/12 に訪問", FindingKind.DATE),
        ("倉吉の人", FindingKind.PLACE),
        ("米子市内", FindingKind.PLACE),
        ("湖山小学校に通う", FindingKind.PLACE),
        ("若葉台地区", FindingKind.PLACE),
    ],
)
def test_identifying_text_is_flagged(text: str, sign: FindingKind) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "40歳代の人が、家族と離れて暮らしている。",
        "鳥取県内の各市町村で、相談の窓口が知られていない。",
        "林業に就く若い人の間に、つながりが少ない。",
        "仕事を失ったあと、半年ほど誰とも話さなかった人がいる。",
        "",
    ],
)
def test_non_identifying_text_is_not_flagged(text: str) -> None:
    assert scan(text, OWN, MUNICIPALITIES) == ()


def test_place_is_reported_without_the_preceding_text() -> None:
    found = scan("その人は米子市で暮らす", OWN, MUNICIPALITIES)
    assert [finding.words for finding in found] == ["米子市"]


@given(
    record=st.text("あいうえおかきくけこ漢字文章、。", min_size=SENTENCE, max_size=60),
    before=st.text("甲乙丙 ", max_size=10),
    after=st.text("丁戊己　", max_size=10),
    data=st.data(),
)
def test_passage_of_a_record_is_always_found(
    record: str, before: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(record) - SENTENCE))
    stretch = record[start : start + data.draw(st.integers(SENTENCE, 60))]
    found = scan(f"{before}{stretch}{after}", CaseTerms(texts=(record,)), ())
    assert FindingKind.SENTENCE in {finding.sign for finding in found}
    assert all(
        finding.words in fold(record) for finding in found if finding.sign is FindingKind.SENTENCE
    )


@given(st.text(max_size=80))
def test_any_text_can_be_scanned(text: str) -> None:
    found = scan(text, OWN, MUNICIPALITIES)
    assert len({finding.key for finding in found}) == len(found)


@given(name=st.text("亜伊宇江尾", min_size=2, max_size=5), around=st.text("山川 、", max_size=6))
def test_name_is_found_at_any_position(name: str, around: str) -> None:
    found = scan(f"{around}{name}{around}", CaseTerms(names=(name,)), ())
    assert FindingKind.NAME in {finding.sign for finding in found}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("就労先の意見書 最終",), {"就労先ノ意見書"}),
        (("就労先の意見書",), {"就労先ノ意見書"}),
        (("意見書 写真",), set()),  # too short to identify a document
        (("家計表",), set()),
    ],
)
def test_distinctive_part_of_a_document_name_is_flagged(
    names: tuple[str, ...], found: set[str]
) -> None:
    text = "就労先の意見書と写真、家計表がある。"
    flagged = scan(text, CaseTerms(documents=names), ())
    assert {each.words for each in flagged if each.sign is FindingKind.DOCUMENT} == found


@pytest.mark.parametrize("sign", FindingKind)
def test_what_identifies_by_itself_cannot_be_answered_away(sign: FindingKind) -> None:
    finding = Finding(sign, "語句")
    assert finding.is_settled("県内のどこにもある言い方である") is (sign not in MUST_GO)
    assert not finding.is_settled("。")


def test_names_telephone_numbers_addresses_documents_and_aliases_must_go() -> None:
    assert {sign.value for sign in MUST_GO} == {"name", "address", "phone", "document", "alias"}


@pytest.mark.parametrize(
    ("reason", "is_words"),
    [
        ("。", False),
        ("", False),
        ("ああああああ", False),
        ("可", False),
        ("123456", False),
        ("OK!!", False),
        ("一般の呼び名", True),
        ("県内に多い", True),
    ],
)
def test_reason_is_given_in_words(reason: str, is_words: bool) -> None:
    assert is_in_words(reason) is is_words
