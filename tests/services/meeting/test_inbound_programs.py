"""The form that the notice offers, filled in and sent back by each usual mail program, is clear."""

from typing import Any

from app.models.meeting.attendance import RollEntry
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.inbound import InboundState
from tests.support import mails
from tests.support import meetings as hall
from tests.support.mail_programs import PROGRAMS, Reply

FORM = "（賛成か反対のどちらか）"
OURS = "kodoku-platform@example.jp"


def filled_in(notice: str, *words: str) -> str:
    """Return the form's lines out of the notice, filled in with these words."""
    lines = [line for line in notice.splitlines() if FORM in line]
    return "\n".join(line.replace(FORM, word) for line, word in zip(lines, words, strict=True))


def test_form_filled_in_by_any_mail_program_is_recorded(session: Any) -> None:
    meeting = hall.planned()
    for _ in range(2):
        hall.resolution(meeting)
    hall.notified(meeting, mailbox=mails.MAILBOX)
    first, second = (str(item.id) for item in meeting.resolutions)
    doubts = {}
    for program, member in zip(PROGRAMS, hall.executives(), strict=False):
        entry = mails.entry_of(meeting, member)
        found = mails.receive(program(answer(entry, "賛成", "反対")), mail_from=OURS)
        if found.state is InboundState.RECORDED:
            assert found.choices == {first: Choice.FOR.value, second: Choice.AGAINST.value}
        else:
            doubts[program.__name__] = found.doubts
    assert doubts == {}


def answer(entry: RollEntry, *words: str) -> Reply:
    """Return the notice's form, filled in with these words, between greetings."""
    sent = mails.notice_of(entry)
    text = (
        "お世話になっております。\n\n"
        + filled_in(sent.body, *words)
        + f"\n\nよろしくお願いいたします。\n\n-- \n{entry.organisation.name}"
    )
    return Reply("office@example.jp", sent.reply_to, sent.subject, OURS, sent.body, text)
