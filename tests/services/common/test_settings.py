"""The secretariat's settings: what was set, else the environment, else the default."""

from typing import Any

import pytest

from app.errors import NotPermitted, RuleViolation
from app.rules.common.office_settings import OFFICE_SETTINGS, Section, check
from app.security.viewer import PUBLIC
from app.services.common import settings
from tests.support.desk import officer
from tests.support.trail import entry_details


def test_keys_are_unique_and_defaults_valid() -> None:
    assert len({each.key for each in OFFICE_SETTINGS}) == len(OFFICE_SETTINGS)
    for each in OFFICE_SETTINGS:
        assert check(each, each.default) == each.default


def test_environment_fills_a_setting_until_it_is_set(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_initial", {})
    settings.set_initial(
        {"SECRETARIAT_PHONE": "0857-00-0000", "SECRETARIAT_EMAIL": "", "SECRETARIAT_ADDRESS": ""}
    )
    session.info.clear()
    assert settings.value("phone") == "0857-00-0000"
    assert settings.change(officer(), Section.OFFICE, {"phone": "0857-11-1111", "email": ""}) == 1
    assert settings.value("phone") == "0857-11-1111"
    assert settings.change(officer(), Section.OFFICE, {"phone": ""}) == 1
    assert settings.value("phone") == ""
    assert entry_details("setting", "phone", "setting.change")[0] == {
        "setting": "電話",
        "before": "0857-00-0000",
        "after": "0857-11-1111",
    }


def test_limits_of_single_decisions_are_changed_by_two_persons(session: Any) -> None:
    first, second = officer(), officer()
    with pytest.raises(RuleViolation, match="別の職員の承認"):
        settings.change(first, Section.RELEASE, {"import_rows": 9_999})
    settings.propose(first, {"import_rows": 9_999, "recipients": settings.value("recipients")})
    assert settings.value("import_rows") == 100
    with pytest.raises(RuleViolation, match="提案した人"):
        settings.release(first)
    assert settings.release(second) == 1
    assert settings.value("import_rows") == 9_999


@pytest.mark.parametrize("wrong", [-1, 10_001, "100", True, None])
def test_number_out_of_range_is_refused(session: Any, wrong: Any) -> None:
    with pytest.raises(RuleViolation, match="名簿の取込み"):
        settings.propose(officer(), {"import_rows": wrong})


def test_unchanged_settings_are_not_proposed(session: Any) -> None:
    with pytest.raises(RuleViolation, match="変更された設定がありません"):
        settings.propose(officer(), dict(settings.values()))


def test_only_the_secretariat_changes_settings(session: Any) -> None:
    with pytest.raises(NotPermitted):
        settings.change(PUBLIC, Section.OFFICE, {"phone": "1"})
