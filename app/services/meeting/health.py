"""Checks of the mailbox for answers, where one is configured."""

from dataclasses import replace
from datetime import timedelta

from app.services.common.checks import Question, Surroundings, regular, sweep
from app.services.meeting.written_end import INBOX_READ


def reads_mail(where: Surroundings) -> bool:
    """Whether a mailbox is configured."""
    return where.reads_mail


CHECKS = (
    sweep("inbound", Question.INBOX, reads_mail),
    replace(
        regular(INBOX_READ, Question.INBOX, watch=timedelta(minutes=15), bad=timedelta(hours=1)),
        applies=reads_mail,
    ),
)
