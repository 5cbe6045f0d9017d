"""Allowed content of text input."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.naming import normal_form, search_form
from app.rules.common.text import multi_line, single_line

BOTH = pytest.mark.parametrize("check", [single_line, multi_line])


@BOTH
@pytest.mark.parametrize(
    "sign", ["\0", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u200f", "\ud800", "\uffff"]
)
def test_control_and_direction_characters_are_refused_by_code_point(check, sign):
    with pytest.raises(ValueError, match=f"制御文字（U.{ord(sign):04X}）"):
        check(f"鳥{sign}取", limit=10)


@BOTH
def test_private_use_characters_are_refused_with_instructions(check):
    with pytest.raises(ValueError, match=r"外字（U.E000）は使えません。ほかの文字に置き換えて"):
        check("鳥\ue000取", limit=10)


@BOTH
@pytest.mark.parametrize("text", ["鳥取県", "𠮷野家", "👨‍👩‍👧", "ﾊﾝｶｸ", "①㈱〜～", "é", "か゚"])
def test_ordinary_text_is_kept(check, text):
    assert check(text, limit=20) == text


@BOTH
def test_compatibility_ideographs_of_names_stay_as_typed(check):
    typed = "\ufa10\ufa11\ufa12\ufa19\ufa1b\U0002f800"
    assert check(f"{typed}か\u3099", limit=20) == f"{typed}が"
    assert search_form("\ufa10本\ufa19") == search_form("塚本神")
    assert normal_form("\ufa10本\ufa12") == normal_form("塚本晴")


@BOTH
def test_length_is_counted_in_characters_after_composition(check):
    assert check("か\u3099" * 10, limit=10) == "が" * 10
    assert check("𠮷" * 10, limit=10) == "𠮷" * 10
    with pytest.raises(ValueError, match="10文字以内で入力してください（今は11文字です）"):
        check("が" * 11, limit=10)


@BOTH
def test_outer_blanks_and_invisible_characters_are_dropped(check):
    assert check(" \u3000\ufeff鳥\u200b取\u3000 ", limit=10) == "鳥取"


@BOTH
def test_marks_heaped_upon_one_sign_are_refused_at_once(check):
    with pytest.raises(ValueError, match="記号が多すぎます"):
        check("e" + "\u0301\u0316" * 500_000, limit=10)
    assert check("か\u3099" * 200, limit=200) == "が" * 200


@BOTH
@pytest.mark.parametrize(
    "sign", "\u3164\u2800\uffa0\u115f\u200d\u200c\ufe0f\u0301\u00a0\u2003\U000e0041"
)
def test_text_in_which_nothing_can_be_seen_is_empty(check, sign):
    assert check(f" {sign}{sign}\u3000", limit=10) == ""
    assert check(f"鳥{sign}取", limit=10).startswith("鳥")


@pytest.mark.parametrize(
    "line_break", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
)
def test_line_break_is_normalised_or_refused(line_break):
    assert multi_line(f"一{line_break}二", limit=10) == "一\n二"
    with pytest.raises(ValueError, match="1行で"):
        single_line(f"一{line_break}二", limit=10)
    assert single_line(f"{line_break}一{line_break}", limit=10) == "一"


def test_tab_becomes_a_space_on_a_single_line_only():
    assert single_line("一\t二", limit=10) == "一 二"
    assert multi_line("一\t二", limit=10) == "一\t二"


@BOTH
@given(st.text(max_size=60))
def test_check_is_idempotent(check, text):
    try:
        once = check(text, limit=60)
    except ValueError:
        return
    assert check(once, limit=60) == once
    once.encode("utf-8")


@given(st.text(max_size=60))
def test_single_line_cannot_inject_a_header(text):
    try:
        subject = single_line(text, limit=60)
    except ValueError:
        return
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    assert message.keys() == ["Subject"]
    assert len(subject.splitlines()) <= 1
