"""What of a digest concerns a reader, and its two lines."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.news.digest import LINE, MOST_LINES, Reason, Wish, is_due, lines_of, reason

CODES = st.sets(st.sampled_from(["peer", "place", "child", "work"]))


def item(fields: object = (), municipalities: object = ()) -> dict[str, object]:
    return {"fields": list(fields), "municipalities": list(municipalities)}  # type: ignore[call-overload]


def test_item_for_all_concerns_everybody_and_says_no_reason() -> None:
    assert reason(item(), Wish(["peer"], ["312011"])) == Reason((), ())
    assert reason(item(["peer"], ["312011"]), Wish()) == Reason((), ())


def test_both_field_and_municipality_have_to_fit() -> None:
    wish = Wish(["peer"], ["312011"])
    assert reason(item(["peer", "work"], ["312011"]), wish) == Reason(("peer",), ("312011",))
    assert reason(item(["work"], ["312011"]), wish) is None
    assert reason(item(["peer"], ["313254"]), wish) is None


@given(CODES, CODES)
def test_narrower_wishes_get_no_more(of_item: set[str], wanted: set[str]) -> None:
    found = reason(item(of_item), Wish(wanted))
    assert reason(item(of_item), Wish()) is not None
    assert (found is None) == (bool(of_item and wanted) and not of_item & wanted)


@given(st.text(max_size=400))
def test_lines_are_short_and_lose_nothing_unsaid(text: str) -> None:
    lines, whole = lines_of(text), " ".join(text.split()).replace("。 ", "。")
    assert len(lines) <= MOST_LINES and all(len(line) <= LINE for line in lines)
    shown = "".join(lines)
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 40))
def test_each_week_has_one_digest(today: date, ago: int) -> None:
    last = today - timedelta(days=ago)
    same_week = last.isocalendar()[:2] == today.isocalendar()[:2]
    assert is_due(last, today) is not same_week
    assert is_due(None, today)
