"""Which similarities between two organisations count as signs of identity."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.membership.likeness import Features, Sign, signs

ONE = Features("1" * 13, "みんなの居場所", "因幡花子", "鳥取市東町1-220", "0857267111")
NOTHING = Features(None, "", "", "", "")
FIELDS = ("corporate_number", "name", "representative", "address", "phone")
texts = st.sampled_from(["", "あ", "あい", "あいう", "いう"])
features = st.builds(Features, texts, texts, texts, texts, texts)


@pytest.mark.parametrize(
    ("field", "sign"),
    tuple(
        zip(
            FIELDS,
            (Sign.CORPORATE_NUMBER, Sign.NAME, Sign.REPRESENTATIVE, Sign.ADDRESS, Sign.PHONE),
            strict=True,
        )
    ),
)
def test_each_field_is_a_separate_sign(field: str, sign: Sign) -> None:
    other = replace(NOTHING, **{field: getattr(ONE, field)})
    assert signs(ONE, other, former=True) == (sign,)


def test_partial_name_match_counts_for_former_members_only() -> None:
    other = replace(NOTHING, name="みんなの居場所とっとり")
    assert signs(ONE, other, former=True) == (Sign.NAME_PART,)
    assert signs(ONE, other, former=False) == ()


def test_representative_alone_is_no_sign_of_a_duplicate() -> None:
    other = replace(NOTHING, representative="因幡花子")
    assert signs(ONE, other, former=False) == ()
    assert Sign.REPRESENTATIVE in signs(ONE, replace(other, phone=ONE.phone), former=False)


@given(features, features, st.booleans())
def test_comparison_is_symmetric_and_ignores_unknown_values(
    one: Features, other: Features, former: bool
) -> None:
    found = signs(one, other, former=former)
    assert found == signs(other, one, former=former)
    assert list(found) == sorted(found, key=list(Sign).index)
    assert signs(one, NOTHING, former=former) == ()
