"""Two versions of a text are compared by paragraphs."""

from app.rules.policy.papers import LONGEST, compare

OLD = "1　訪問\n月に1回訪問する。\n\n2　連絡\n電話する。\n\n3　記録\n日誌に書く。"
NEW = "1　訪問\n週に1回訪問する。\n\n3　記録\n日誌に書く。\n\n4　保管\n鍵をかける。"


def changed(pieces: object) -> list[str]:
    return [text for text, is_changed in pieces if is_changed]  # type: ignore[attr-defined]


def test_changed_new_and_lost_paragraphs_are_told() -> None:
    found = {change.label: change for change in compare(OLD, NEW)}
    assert list(found) == ["1　訪問", "2　連絡", "4　保管"]
    assert (changed(found["1　訪問"].old), changed(found["1　訪問"].new)) == (["月"], ["週"])
    assert found["2　連絡"].new == () and found["4　保管"].old == ()


def test_same_text_has_no_changes() -> None:
    assert compare(OLD, OLD) == []
    assert compare("同じ\n\n同じ", "同じ\n\n同じ") == []


def test_paragraphs_of_the_same_first_line_are_all_kept() -> None:
    (change,) = compare("記\n甲\n\n記\n乙", "記\n甲\n\n記\n丙")
    assert (changed(change.old), changed(change.new)) == (["乙"], ["丙"])


def test_long_paragraph_is_shown_whole_on_both_sides() -> None:
    old, new = "長\n" + "あ" * LONGEST, "長\n" + "い" * LONGEST
    sides = [(bool(change.old), bool(change.new)) for change in compare(old, new)]
    assert sorted(sides) == [(False, True), (True, False)]
