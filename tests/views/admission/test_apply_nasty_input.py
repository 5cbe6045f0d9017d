"""The application form answers any input with a message, preserves it and never fails."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.models.admission.application import Application
from tests.support.application_form import FILLED, fill_in, send
from tests.support.forms import read_forms

SINGLE = [name for name, value in FILLED.items() if isinstance(value, str)]
TEXTS = ("name", "address", "representative_name", "activity_area", "public_contact_name")

REFUSED = [
    ("name", "団\0体"),
    ("name", "団体\r\nBcc: everyone@example.jp"),
    ("name", "団体\u202e体団"),
    ("name", "団\ue000体"),
    ("name", "あ" * 201),
    ("name", "e" + "\u0301" * 3000),
    ("name_kana", "鳥取の会"),
    ("corporate_number", "1234567890123"),
    ("corporate_number", "12"),
    ("postal_code", "680-85"),
    ("municipality_code", "131016"),
    ("kind", "robot"),
    ("phone", "12345"),
    ("phone", "0857-26-7111; rm"),
    ("phone", "0-9-0-1-2-3-4-5-6-7-8"),
    ("email", "a@b"),
    ("email", "a@example.jp\nBcc: b@example.jp"),
    ("business_contact_email", "a@example.jp, b@example.jp"),
    ("website", "javascript:alert(1)"),
    ("website", "javascript://example.jp/%0aalert(1)"),
    ("website", "data:text/html,x"),
    ("website", "https://user:word@example.jp/"),
    ("website", "https://[::1"),
    ("website", "https://example.jp:99999/"),
    ("website", "https://example.jp/ <script>"),
    ("activity_fields", ["nothing like it"]),
    ("activities", "い" * 2001),
    ("activities", "一行目\0"),
    ("was_member", "perhaps"),
    ("tier_phone", "everyone"),
    ("tier_business_contact", "public"),
]


@pytest.mark.parametrize(("field", "typed"), REFUSED)
def test_error_is_shown_beside_the_field(client: Any, session: Any, field: str, typed: Any) -> None:
    answer = fill_in(client, **{field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert session.scalars(select(Application)).all() == []


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name", "　ＮＰＯ法人　𠮷野👪の会 ", "ＮＰＯ法人　𠮷野👪の会"),
        ("name", "か\u3099くの会", "がくの会"),
        ("name", '=HYPERLINK("https://x")', '=HYPERLINK("https://x")'),
        ("name", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("name", "{{ 7*7 }} ' OR 1=1 --", "{{ 7*7 }} ' OR 1=1 --"),
        ("name_kana", "ｶﾞｸﾉｶｲ", "ガクノカイ"),
        ("corporate_number", "Ｔ５８３５－６７８２－５６２４６", "5835678256246"),
        ("postal_code", "〒680−8570", "680-8570"),
        ("phone", "（０８５７）２６ー７１１１", "0857-26-7111"),
        ("phone", "+81 857 26 7111", "0857-26-7111"),
        ("business_contact_email", "Ｔaro@EXAMPLE.jp", "Taro@example.jp"),
        ("website", "www.example.jp/会", "https://www.example.jp/会"),
        ("activities", "一行目\r\n二行目\t終わり", "一行目\n二行目\t終わり"),
        ("municipality_code", "999999", "999999"),
    ],
)
def test_input_is_normalised_before_storage(
    client: Any, session: Any, field: str, typed: str, kept: str
) -> None:
    send(client, **{field: typed})
    assert getattr(session.scalars(select(Application)).one(), field) == kept


def test_markup_is_escaped(client: Any, session: Any) -> None:
    fill_in(client, name="<script>alert(1)</script>")
    for page in (client.get("/apply/form"), client.get("/apply/check")):
        assert "<script>alert(1)" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.parametrize("tier", ["members", "secretariat"])
def test_withholding_a_field_requires_a_reason(client: Any, session: Any, tier: str) -> None:
    answer = fill_in(client, tier_address=tier)
    assert answer.status_code == 422
    assert 'id="reason_address-error"' in answer.text
    send(client, tier_address=tier, reason_address="自宅のため")
    application = session.scalars(select(Application)).one()
    assert application.disclosure["address"] == {"tier": tier, "reason": "自宅のため"}
    assert application.disclosure["business_contact_name"]["tier"] == "secretariat"


@pytest.mark.parametrize("size", [2_100_000, 11_000_000])
def test_too_large_request_is_refused_with_a_message(client: Any, session: Any, size: int) -> None:
    body = {**FILLED, "name": "x" * size}
    answer = client.post("/apply/form", data=body)
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text


def test_large_request_within_the_limit_is_validated(client: Any, session: Any) -> None:
    answer = fill_in(client, name="x" * 1_000_000)
    assert answer.status_code == 422
    assert "200文字以内" in answer.text


def test_long_run_of_combining_marks_is_refused_quickly(client: Any, session: Any) -> None:
    marks = "\u0301\u0316" * 100_000
    assert fill_in(client, relation="e" + marks).status_code == 422


def test_repeated_and_unknown_fields_are_harmless(client: Any, session: Any) -> None:
    values = read_forms(client.get("/apply/form").text)[-1].values
    pairs = [(name, value) for name, held in values.items() for value in held]
    pairs += [("name", "一"), ("name", "二"), ("id", "1"), ("state", "accepted")] * 50
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/apply/form", data=urlencode(pairs), headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00name=%ff%fe", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"name=%ED%A0%80", "application/x-www-form-urlencoded; charset=utf-16"),
    ],
)
def test_malformed_body_is_a_client_error(
    client: Any, session: Any, body: bytes, kind: str
) -> None:
    answer = client.post("/apply/form", data=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500


def visible(text: str) -> str:
    """Return the text without invisible characters, in NFC, as the form stores valid fields."""
    return unicodedata.normalize("NFC", re.sub("[\0\u00ad\u200b\u2060\ufeff]", "", text))


anything = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\0\r\n\t\u202e\u200b=+-@\"'<>&%　𠮷👪\u0301"),
    max_size=300,
)


@pytest.mark.both_databases
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(typed=st.dictionaries(st.sampled_from(SINGLE), anything, min_size=1, max_size=6))
def test_any_input_is_answered_and_preserved(app: Any, session: Any, typed: dict[str, str]) -> None:
    app.config["RATELIMIT_ENABLED"] = False
    app.appbuilder.sm.limiter.enabled = False
    try:
        client = app.test_client()
        answer = fill_in(client, **typed)
        assert answer.status_code in (303, 422)
        if answer.status_code == 303:
            shown = client.get("/apply/check")
            assert shown.status_code == 200
            again = client.submit("/apply/check", form="/apply/check")
            assert again.status_code in (303, 422)
        else:
            kept = read_forms(client.get("/apply/form").text)[-1].values
            for field in set(typed) & set(TEXTS):
                plain = visible(typed[field]).split("\n")[0].split("\r")[0].strip()
                assert plain[:10] in visible("".join(kept[field]))
    finally:
        app.appbuilder.sm.limiter.enabled = True
