"""What mail servers answer, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.post.replies import Answer, Step, Verdict, is_about_us, sameness, verdict

TABLE = """
    CONNECT    0 timed out                          SERVER_LATER
    CONNECT  421 4.3.2 closing                      SERVER_LATER
    CONNECT  454 4.7.0 TLS not available            SERVER_LATER
    CONNECT  535 5.7.8 bad credentials              WE_ARE_REFUSED
    CONNECT  554 no service                         WE_ARE_REFUSED
    MAIL       0 hung up                            SERVER_LATER
    MAIL     421 4.7.0 too many by this connection  SERVER_LATER
    MAIL     452 4.3.1 storage                      SERVER_LATER
    MAIL     530 5.7.0 authentication required      WE_ARE_REFUSED
    MAIL     550 who are you                        WE_ARE_REFUSED
    RECIPIENT  0 hung up                            LATER
    RECIPIENT 421 4.7.0 slower                      DOMAIN_LATER
    RECIPIENT 450 4.2.0 greylisted                  DOMAIN_LATER
    RECIPIENT 451 4.3.0 later                       LATER
    RECIPIENT 452 4.5.3 too many recipients         LATER
    RECIPIENT 550 5.1.1 no such user                REFUSED
    RECIPIENT 550 no such user                      REFUSED
    RECIPIENT 554 5.7.1 relay access denied         WE_ARE_REFUSED
    TEXT       0 timed out                          LOST
    TEXT     250 OK                                 SENT
    TEXT     251 forwarded                          SENT
    TEXT     354 go on                              LOST
    TEXT     451 4.3.0 later                        LATER
    TEXT     450 4.7.1 slower                       DOMAIN_LATER
    TEXT     552 5.3.4 too large                    REFUSED
    TEXT     554 5.7.1 spam                         WE_ARE_REFUSED
"""
ROWS = [line.split(None, 2) for line in TABLE.strip().splitlines()]
answers = st.builds(
    Answer, st.sampled_from(Step), st.integers(min_value=0, max_value=599), st.text(max_size=30)
)


def answer(step: str, code: str, text: str) -> Answer:
    return Answer(Step[step], int(code), f"{code} {text}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:2]))
def test_verdict(row: list[str]) -> None:
    step, code, rest = row
    text, expected = rest.rsplit(None, 1)
    assert verdict(answer(step, code, text)).name == expected


@given(answers)
def test_only_an_answer_after_the_text_sends_or_loses_a_letter(given_: Answer) -> None:
    what = verdict(given_)
    if what in (Verdict.SENT, Verdict.LOST):
        assert given_.step is Step.TEXT
    if what is Verdict.SENT:
        assert 200 <= given_.code < 300


@given(answers)
def test_a_letter_is_refused_for_good_only_after_its_recipient_was_named(given_: Answer) -> None:
    if verdict(given_) is Verdict.REFUSED:
        assert given_.step in (Step.RECIPIENT, Step.TEXT) and given_.code >= 500


@given(answers, answers)
def test_answers_are_the_same_by_step_code_and_status(one: Answer, other: Answer) -> None:
    if sameness(one) and sameness(one) == sameness(other):
        assert (one.step, one.code) == (other.step, other.code)


@pytest.mark.parametrize(
    ("given_", "same"),
    [
        (answer("RECIPIENT", "550", "5.1.1 no user a@example.jp"), "RECIPIENT 550 5.1.1"),
        (answer("RECIPIENT", "550", "no user"), "RECIPIENT 550"),
        (Answer(Step.TEXT, 0, "TimeoutError"), "TEXT 0"),
        (answer("RECIPIENT", "451", "4.3.0 later"), ""),
        (answer("RECIPIENT", "553", "5.6.7 no such address"), ""),
    ],
)
def test_sameness(given_: Answer, same: str) -> None:
    assert sameness(given_) == same


@pytest.mark.parametrize(
    ("recipients", "about_us"),
    [(["a", "b"], False), (["a", "b", "c"], True), (["a", "a", "b"], False), ([], False)],
)
def test_three_recipients_are_too_many_to_be_at_fault(
    recipients: list[str], about_us: bool
) -> None:
    assert is_about_us(recipients) is about_us
