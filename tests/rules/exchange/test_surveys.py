"""Questions of surveys, as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.exchange.survey_questions import SCALE, Question, QuestionKind, questions


def test_questions_are_read() -> None:
    assert questions(
        "選択：長さは？※｜長い|よい\n\n複数:催しは？｜研修会｜その他\n５段階：役に立ちましたか\n自由：ご意見\n選択：来ますか｜はい｜いいえ※"
    ) == [
        Question(QuestionKind.CHOICE, "長さは？", ("長い", "よい"), required=True),
        Question(QuestionKind.SEVERAL, "催しは？", ("研修会", "その他")),
        Question(QuestionKind.SCALE, "役に立ちましたか", SCALE),
        Question(QuestionKind.TEXT, "ご意見"),
        Question(QuestionKind.CHOICE, "来ますか", ("はい", "いいえ"), required=True),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "設問は"),
        ("自由：ご意見\nどれですか", "2行目"),
        ("選択：一つだけ｜はい", "選択肢"),
        ("選択：同じ｜はい｜はい", "重ならない"),
        ("選択：空｜はい｜", "選択肢"),
        ("自由：ご意見｜はい｜いいえ", "付けられません"),
        ("自由：", "1行目"),
        ("\n".join(["自由：ご意見"] * 31), "30問"),
    ],
)
def test_faults_are_told_by_line(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        questions(typed)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(typed: str) -> None:
    try:
        found = questions(typed)
    except ValueError as fault:
        assert str(fault)
    else:
        assert found and all(each.text for each in found)
