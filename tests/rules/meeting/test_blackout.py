"""Manual masking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.meeting.manual_masking import (
    BLACK,
    has_marks,
    marking_error,
    masked,
    prepare_for_marking,
    unmarked,
)

TEXT = st.text("あいう田中[]■ \n", max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[田中]]さんが来た", f"{BLACK}さんが来た"),
        ("母の[[花子]]と[[次郎]]", f"母の{BLACK}と{BLACK}"),
        ("[[一行目\n二行目]]三", f"{BLACK}三"),
        ("隠さない", "隠さない"),
        ("", ""),
    ],
)
def test_marked_text_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert marking_error(unmarked(text), text) == ""


@pytest.mark.parametrize("text", ["[[田中さん", "田中]]さん", "[[田[[中]]さん", "[[田中]]]]さん"])
def test_unpaired_marks_are_refused(text: str) -> None:
    assert "対応" in marking_error("田中さん", text) or "変えられません" in marking_error(
        "田中さん", text
    )


def test_changes_other_than_marks_are_refused() -> None:
    assert "変えられません" in marking_error("田中さんが来た", "[[田中]]さんは来た")
    assert marking_error("田中さん\nが来た", "[[田中]]さん \r\nが来た") == ""


@given(TEXT, st.data())
def test_any_substring_can_be_marked_and_is_removed(text: str, data: st.DataObject) -> None:
    original = prepare_for_marking(text)
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, len(original)))
    stretch = original[start:end]
    if {original[start - 1 : start], stretch[:1], stretch[-1:], original[end : end + 1]} & {
        "[",
        "]",
    }:
        return  # next to a bracket the mark is refused or visible to the editor
    marked = f"{original[:start]}[[{stretch}]]{original[end:]}"
    assert marking_error(original, marked) == ""
    assert unmarked(marked) == original
    assert masked(marked) == f"{original[:start]}{BLACK}{original[end:]}"


@given(TEXT)
def test_markable_text_contains_no_marks(text: str) -> None:
    assert not has_marks(prepare_for_marking(text))
    assert marking_error(prepare_for_marking(text), prepare_for_marking(text)) == ""
