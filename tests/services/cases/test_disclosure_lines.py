"""Lines of a disclosure document: dates in the era calendar, no gaps for empty values."""

from datetime import date

from app.rules.cases.fields import FieldType
from app.rules.common.era import in_era
from app.services.cases.disclosure_lines import words


def test_dates_are_written_in_the_era_calendar() -> None:
    assert words("2026-12-20", FieldType.DAY) == "令和8年12月20日"
    assert words(None, FieldType.DAY) == ""
    assert in_era(date(202, 12, 20)) == "0202-12-20"


def test_empty_values_leave_no_gap_in_a_list() -> None:
    assert words(["鳥取市", "訪ねる", ""]) == "鳥取市、訪ねる"
