"""What a mail server's reply means: for the letter, for its recipient's domain, for us."""

import re
from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
SAME = 3
"""How many recipients refused in a row in the same words show that the server refuses us."""


class Step(Enum):
    """How far the exchange had come when the server answered, or fell silent."""

    CONNECT = auto()
    """Greeting, EHLO, STARTTLS, AUTH."""
    MAIL = auto()
    RECIPIENT = auto()
    """RCPT, DATA and the text as far as its final dot: the letter was not handed over."""
    TEXT = auto()
    """After the final dot: the letter is the server's, unless it says otherwise."""


class Answer(NamedTuple):
    """A server's answer. code: 0 if it gave none. text: all of it, or what went wrong."""

    step: Step
    code: int
    text: str


class Verdict(Enum):
    """What follows from an answer."""

    SENT = auto()
    LATER = auto()
    """The letter is tried again later."""
    DOMAIN_LATER = auto()
    """So are all letters to its domain."""
    SERVER_LATER = auto()
    """So are all letters by this server, which has none of them in particular in mind."""
    REFUSED = auto()
    """The letter is refused for good."""
    WE_ARE_REFUSED = auto()
    """No letter is at fault: the server does not take ours."""
    LOST = auto()
    """The letter may have arrived."""


def verdict(answer: Answer) -> Verdict:
    """Return what follows from an answer (RFC 5321, RFC 3463)."""
    step, code, _text = answer
    is_reply = 400 <= code < 600
    if step is Step.TEXT and not is_reply:
        return Verdict.SENT if 200 <= code < 300 else Verdict.LOST
    before_recipient = step in (Step.CONNECT, Step.MAIL)
    if 500 <= code < 600:
        ours = before_recipient or status(answer).startswith("5.7.")
        return Verdict.WE_ARE_REFUSED if ours else Verdict.REFUSED
    if before_recipient:
        return Verdict.SERVER_LATER
    return Verdict.DOMAIN_LATER if code in (421, 450) else Verdict.LATER


def status(answer: Answer) -> str:
    """Return the enhanced status code, such as 5.1.1; "" if there is none."""
    found = ENHANCED.search(answer.text[:20])
    return found[0] if found else ""


def sameness(answer: Answer) -> str:
    """Return what makes answers the same: code and status; "" for one about a single letter.

    Silence counts as well: a server that hangs up at every letter takes none. 5.6: its content.
    """
    if status(answer).startswith("5.6."):
        return ""
    if answer.code == 0 or 500 <= answer.code < 600:
        return f"{answer.step.name} {answer.code} {status(answer)}".strip()
    return ""


def is_about_us(recipients: Iterable[str]) -> bool:
    """Whether recipients refused in a row in the same words are too many to be at fault."""
    return len(set(recipients)) >= SAME
