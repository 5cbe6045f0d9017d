"""The language of mailed statements (規約第12条第4項): what is in it, and that all else is a doubt."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.meeting.mail_quotation import Correspondents, Notice
from app.rules.meeting.mail_statement import (
    LONGEST,
    MOST_LINES,
    Mark,
    doubts_of_subject,
    read,
    read_versions,
)
from app.rules.meeting.roll import Choice
from tests.support.correspondence import ANSWER, KNOWN, NOTICE, NUMBERS, SUBJECT

FOR, AGAINST = Choice.FOR, Choice.AGAINST


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("議案第1号：賛成", {1: FOR}),
        ("議案第２号：反対", {2: AGAINST}),
        ("・議案第1号：（賛成）", {1: FOR}),
        ("議案第１号　賛成", {1: FOR}),
        ("議案第1号:賛成します。", {1: FOR}),
        ("議案第3号は反対です", {3: AGAINST}),
        ("議案第1号について、賛成", {}),
        ("議案第1号に賛成いたします。", {1: FOR}),
        ("議案第2号については反対", {}),
        ("第1号議案　賛成", {1: FOR}),
        ("第1号 賛成", {1: FOR}),
        ("議案1：反対", {1: AGAINST}),
        ("ｶﾞ議案第1号：賛成", {}),
        ("議案第²号：賛成", {}),
        ("議案第①号：賛成", {}),
        ("議案第1 2号：賛成", {}),
        ("議案第1²号：賛成", {}),
        ("議案第٢号：賛成", {}),
        ("議案第01号：賛成", {}),
        ("議案第9号：賛成", {}),
        ("議案第1号：賛 成", {}),
        ("議案第1号：賛成・反対", {}),
        ("議案第1号：賛成 反対", {}),
        ("議案第1号：（賛成か反対のどちらか）", {}),
        ("議案第1号：賛成（反対）", {}),
        ("議案第1号：不賛成", {}),
        ("議案第1号：賛成しません", {}),
        ("議案第1号：賛成できません。", {}),
        ("議案第1号：賛成、ただし予算は別途協議すること", {}),
        ("議案第1号：賛成（条件付き）", {}),
        ("議案第1号：賛成？", {}),
        ("×議案第1号：賛成", {}),
        ("~~議案第1号：賛成~~", {}),
        ("議案第1号：賛\u0336成\u0336", {}),
        ("議案第1号：\u202e成賛", {}),
        ("議案第1号：\u200b賛成", {}),
        ("議案第1号：賛成\u2028議案第2号：反対", {}),
        ("議案第1号：贊成", {}),
        ("議案第1号：棄権", {}),
        ("議案第1号及び第2号：賛成", {}),
        ("議案第1号から第3号：賛成", {}),
        ("全議案に賛成します。", {}),
        ("賛成", {}),
    ],
)
def test_vote_is_read_only_in_the_words_of_the_form(line: str, said: dict[int, Choice]) -> None:
    reading = read(line, NUMBERS, KNOWN)
    assert reading.choices == said
    assert bool(reading.doubts) == (not said)


def test_answer_with_greetings_and_registered_signature_is_clear() -> None:
    reading = read(ANSWER, NUMBERS, KNOWN)
    assert reading.doubts == ()
    assert reading.choices == {1: FOR, 2: AGAINST, 3: FOR}
    assert {line.mark for line in reading.lines} == {*Mark} - {Mark.UNKNOWN, Mark.QUOTED}


REFUSED = [
    *("ただし、予算の範囲内に限ります。", "条件付きで賛成です。", "なお、第2号は修正が前提です。"),
    *(
        "先ほどの回答は取り消します。",
        "上記は撤回します。",
        "以上の賛成は誤りでした。",
        "訂正：議案第1号は反対",
    ),
    *(
        "第1号には応じられません。",
        "同意いたしかねます。",
        "今回は見送らせてください。",
        "理事会で否決されました。",
    ),
    *(
        "まだ決まっていません。",
        "これは下書きです。",
        "テスト送信です。",
        "別途、正式な回答を送ります。",
    ),
    *(
        "当日欠席します。",
        "会長に委任します。",
        "電話で回答した内容が正です。",
        "添付のとおりです。",
    ),
    *(
        "No.",
        "NG",
        "×",
        "?",
        "笑",
        "P.S.",
        "※",
        "（案）",
        "【回答案】",
        "（山田記）",
        "以下余白",
        "^H^H^H",
    ),
    *("-----Original Message-----x", "2026年11月25日(水) 10:00 <stranger@example.com>:", "山田"),
    *("TEL 0857-00-0000", "other@example.com", "> ただし条件があります。", "> 議案第1号：賛成"),
    *(
        "差出人: 反対派 <kodoku@example.jp>",
        "株式会社みほん",
        "社外秘",
        "このメールは秘密情報を含みます。",
    ),
    *(
        "\u200b",
        "\u3164",
        "\u202e",
        "\x0b",
        "\ufeff",
        "議案第2号：（賛成か反対のどちらか）",
        "議案第1号：賛成",
    ),
    *(
        "iPhoneから送信しません",
        "よろしくお願いしません。",
        "お世話になりません。",
    ),
]


@pytest.mark.parametrize("line", REFUSED)
@pytest.mark.parametrize("place", ["first", "among the items", "after them", "last"])
def test_any_other_line_anywhere_needs_a_person(line: str, place: str) -> None:
    lines = ANSWER.splitlines()
    number = {"first": 0, "among the items": 4, "after them": 7, "last": len(lines)}[place]
    lines.insert(number, line)
    reading = read("\n".join(lines), NUMBERS, KNOWN)
    assert reading.doubts


@pytest.mark.parametrize(
    "line",
    ["----------", "=====", "-- ", "よろしくお願いします。", "伯耆 太郎", "iPhoneから送信", "以上"],
)
def test_between_two_items_stand_items_only(line: str) -> None:
    assert read(f"議案第1号：賛成\n{line}\n議案第2号：反対", NUMBERS, KNOWN).doubts


def test_rule_of_dashes_ends_nothing() -> None:
    assert read("議案第1号：賛成\n----------\n", NUMBERS, KNOWN).doubts
    assert read("議案第1号：賛成\n----------\n伯耆 太郎\n----------", NUMBERS, KNOWN).doubts == ()
    assert read("議案第1号：賛成\n----------\n伯耆 太郎\n取り消します", NUMBERS, KNOWN).doubts


def test_contradiction_records_neither() -> None:
    reading = read("議案第1号：賛成\n議案第1号：反対\n議案第2号：賛成", NUMBERS, KNOWN)
    assert reading.choices == {2: FOR} and reading.doubts
    assert read("議案第1号：賛成\n議案第1号：賛成", NUMBERS, KNOWN).doubts


def test_versions_that_differ_need_a_person() -> None:
    choices, doubts, _ = read_versions(["議案第1号：賛成", "議案第1号：反対"], NUMBERS, KNOWN)
    assert choices == {} and doubts
    choices, doubts, _ = read_versions(["議案第1号：賛成", "議案第1号：賛成\n以上"], NUMBERS, KNOWN)
    assert doubts
    choices, doubts, _ = read_versions(["議案第1号：賛成", "議案第１号： 賛成\n\n"], NUMBERS, KNOWN)
    assert (choices, doubts) == ({1: FOR}, ())
    assert read_versions([], NUMBERS, KNOWN)[1]


@pytest.mark.parametrize(
    ("subject", "clear"),
    [
        (f"Re: {SUBJECT}", True),
        (f"RE: Re: {SUBJECT}", True),
        (SUBJECT, True),
        ("", True),
        ("議案への賛否の回答", True),
        ("Re: 開催通知", True),
        (f"Fwd: {SUBJECT}", False),
        ("賛成の撤回", False),
        (f"【取消】{SUBJECT}", False),
        (f"Re: {SUBJECT}（反対）", False),
        ("欠席の連絡", False),
    ],
)
def test_subject_that_says_something_needs_a_person(subject: str, clear: bool) -> None:
    assert (doubts_of_subject(subject, KNOWN) == ()) is clear


def test_long_mail_is_not_read_in_part() -> None:
    long = "議案第1号：賛成\n" + "。" * LONGEST + "\n取り消します"
    assert read(long, NUMBERS, KNOWN).choices == {}
    assert read(long, NUMBERS, KNOWN).doubts
    many = "議案第1号：賛成" + "\n" * MOST_LINES
    assert read(many, NUMBERS, KNOWN).choices == {} and read(many, NUMBERS, KNOWN).doubts


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line", ["", "Sent: 1", "_____", "---", "> ・", "-----Original Message-----"]
)
def test_text_made_to_take_long_is_read_soon(line: str) -> None:
    assert read(f"{line}\n" * (MOST_LINES - 1), NUMBERS, KNOWN).doubts
    assert read(" " * 20_000 + line, NUMBERS, KNOWN).doubts


HEAD = "2026年11月25日(水) 10:00 <kodoku-platform@example.jp>:"


@pytest.mark.parametrize(
    ("quotation", "clear"),
    [
        (f"{HEAD}\n> 以上", True),
        (f"{HEAD}\n> 議案第1号：規約の\n> 改正について", False),  # the line begins with 「・」
        (f"{HEAD}\n> ・議案第1号：規約の\n> 改正について", True),
        (f"{HEAD}\n>> 以上\n> > 記", True),
        (f"{HEAD}\n＞以上", True),
        (f"{HEAD}\n以上かもしれません", False),
        (HEAD, False),
        ("> 「議案第1号：賛成」のように書いてください。", False),  # a part of a line
        ("> 議案第2号：（賛成か反対のどちらか）\n> 議案第1号：（賛成か反対のどちらか）", True),
        ("2026年11月25日(水) 10:00 山田 <kodoku-platform@example.jp>:\n> 以上", False),
        ("On 2026/11/25, kodoku-platform@example.jp said no and wrote:\n> 以上", False),
        ("-----Original Message-----\nFrom: kodoku-platform@example.jp\n\n以上", True),
        (
            "-----Original Message-----\nFrom: kodoku-platform@example.jp\nSubject: 撤回\n\n以上",
            False,
        ),
        ("-----Original Message-----\n\n以上\n議案第1号：反対", False),
        ("-----Original Message-----\n\n以上\n先の回答は取り消します", False),
        ("________________________________\n差出人: kodoku-platform@example.jp\n\n以上", True),
        ("________________________________\n以上", False),
    ],
)
def test_quotation_is_ours_or_a_doubt(quotation: str, clear: bool) -> None:
    reading = read(f"議案第1号：賛成\n\n{quotation}", NUMBERS, KNOWN)
    assert reading.choices == {1: FOR}
    assert (reading.doubts == ()) is clear
    assert clear or Mark.UNKNOWN in {line.mark for line in reading.lines}


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from([*REFUSED, *ANSWER.splitlines(), *NOTICE.splitlines()]),
    st.text(
        "議案第123号：:賛成反対（）・、。 　しますただ取消>-=~_*0123456789\u0336\u202e", max_size=30
    ),
)


def understood_alone(line: str) -> bool:
    """Whether the line may be added to an answer: it is blank, a greeting, registered or quoted."""
    reading = read(line, NUMBERS, KNOWN)
    return all(
        mark in (Mark.BLANK, Mark.COURTESY, Mark.SIGNATURE, Mark.QUOTED)
        for mark in (each.mark for each in reading.lines)
    )


@given(line=LINES, place=st.integers(0, 16))
def test_one_line_more_makes_a_clear_mail_doubtful(line: str, place: int) -> None:
    lines = ANSWER.splitlines()
    lines.insert(place, line)
    reading = read("\n".join(lines), NUMBERS, KNOWN)
    ends_signature = place == len(lines) - 1 and line.strip() in ("--", "----------", "=====")
    assert reading.doubts or understood_alone(line) or ends_signature


@given(
    place=st.integers(0, len(ANSWER.strip()) - 1),
    sign=st.characters(exclude_categories=("Zs", "Cc")),
)
def test_one_sign_more_never_makes_another_vote(place: int, sign: str) -> None:
    reading = read(ANSWER[:place] + sign + ANSWER[place:], NUMBERS, KNOWN)
    clear = {1: FOR, 2: AGAINST, 3: FOR}
    assert (
        reading.choices.items() <= clear.items()
        or sign.isdecimal()
        or unicodedata.normalize("NFKC", sign) in "0123456789"
    )


@given(st.lists(LINES, max_size=12))
def test_votes_are_literally_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    reading = read(text, NUMBERS, KNOWN)
    assert sum(1 for _ in reading.lines) == len(re.split(r"\r\n|\r|\n", text))
    for number, choice in reading.choices.items():
        own = [line.text for line in reading.lines if line.mark is Mark.ITEM]
        bare = ["".join(unicodedata.normalize("NFKC", line).split()) for line in own]
        literal = [b for b in bare if re.search(rf"(議案|第){number}(?![0-9])|第{number}号", b)]
        assert len(literal) == 1 and choice.label in literal[0]
        assert {FOR: "反対", AGAINST: "賛成"}[choice] not in literal[0]


@given(st.text(max_size=200), st.text(max_size=100))
def test_any_text_is_read(text: str, notice: str) -> None:
    known = Correspondents((Notice(notice, notice),), frozenset((text[:20],)), frozenset((notice,)))
    reading = read(text, NUMBERS, known)
    assert reading.doubts or reading.choices
    doubts_of_subject(text, known)
