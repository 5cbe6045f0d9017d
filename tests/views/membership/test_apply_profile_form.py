"""The profile form returns the data it was filled with."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.common.field import empty
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.profile_fields import (
    FIELDS,
    PERSONAL_FIELDS,
    WITHHOLDABLE,
)
from app.rules.membership.roster import Tier
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.profiles import differences, sections
from tests import factories

NO_CSRF = {"csrf": False}


def complete(**values: Any) -> dict[str, Any]:
    """Return a profile in the form in which the form stores it."""
    private = {field: {"tier": "secretariat", "reason": ""} for field in PERSONAL_FIELDS}
    return {
        **{field.key: empty(field.kind) for field in FIELDS},
        **factories.profile(name_kana="ツナガリ", activity_fields=["peer"]),
        "disclosure": private,
        **values,
    }


def sent_back(app: Flask, profile: dict[str, Any]) -> ProfileForm:
    """Return the form filled with the profile and submitted unchanged."""
    with app.test_request_context("/"):
        shown = ProfileForm.from_profile(profile, meta=NO_CSRF)
        data = {field.name: field.data for field in shown if field.data is not None}
    with app.test_request_context("/", method="POST", data=data):
        form = ProfileForm(meta=NO_CSRF)
        form.validate()
        return form


tiers = st.dictionaries(
    st.sampled_from(WITHHOLDABLE),
    st.fixed_dictionaries(
        {
            "tier": st.sampled_from([Tier.MEMBERS.value, Tier.SECRETARIAT.value]),
            "reason": st.sampled_from(["自宅のため", "=1+1", "𠮷"]),
        }
    ),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    disclosure=tiers,
    kind=st.sampled_from([kind for kind in OrganisationKind if kind.value != "individual"]),
    number=st.sampled_from([None, "5835678256246"]),
)
def test_profile_survives_the_form_unchanged(
    app: Flask, session: Any, disclosure: Any, kind: OrganisationKind, number: str | None
) -> None:
    profile = complete(kind=kind, corporate_number=number)
    profile["disclosure"] = {**disclosure, **profile["disclosure"]}
    form = sent_back(app, profile)
    assert form.errors == {}
    assert form.values() == profile


@pytest.mark.parametrize("tier", ["members", "secretariat"])
def test_tier_of_the_contact_person_covers_all_its_fields(
    app: Flask, session: Any, tier: str
) -> None:
    held = {field: {"tier": tier, "reason": ""} for field in PERSONAL_FIELDS}
    values = sent_back(app, complete(disclosure=held)).values()
    assert values["disclosure"] == held


def test_only_the_required_fields_must_be_filled_in(app: Flask, session: Any) -> None:
    with app.test_request_context("/", method="POST", data={"name": "団体", "kind": "npo"}):
        assert not ProfileForm(meta=NO_CSRF).validate()
        form = ProfileForm(meta=NO_CSRF, required=("name", "kind"))
        assert form.validate(), form.errors
        assert [field.name for field in form if field.flags.required] == ["name", "kind"]


def test_sections_contain_every_field_once(app: Flask, session: Any) -> None:
    with app.test_request_context("/"):
        fields = [field for _, held in sections(complete()) for field in held]
    assert [field.field for field in fields] == [field.key for field in FIELDS]
    shown = {field.field: field for field in fields}
    assert shown["municipality_code"].value == "鳥取市"
    assert shown["activity_fields"].value == "ピアサポート"
    assert shown["business_contact_name"].tier is Tier.SECRETARIAT
    assert shown["phone"].tier is Tier.PUBLIC


def test_differences_are_shown_with_labels(app: Flask, session: Any) -> None:
    before = complete()
    after = before | {
        "municipality_code": "999999",
        "disclosure": {**before["disclosure"], "phone": {"tier": "members", "reason": "自宅"}},
    }
    with app.test_request_context("/"):
        found = [(one.label, one.before, one.after) for one in differences(before, after)]
    assert found == [
        ("市町村", "鳥取市", "県外"),
        ("公開の範囲：電話番号", "公開", "会員のみ（自宅）"),
    ]
