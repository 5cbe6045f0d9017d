"""Attendance answers of all executive members, for the secretariat, and the quorum forecast."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.vote import Statement
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.forecast import Forecast, forecast
from app.rules.meeting.roll import Choice
from app.security.viewer import Role, Viewer
from app.services.meeting import rolls


@dataclass(frozen=True)
class Answer:
    """One member's attendance answer, proxy, written statements and meeting notice."""

    entry: RollEntry
    proxy: Proxy | None
    agent: str
    words: Mapping[int, Statement]
    letter: OutboxMessage | None


def answers(actor: Viewer, register: rolls.MeetingRows) -> list[Answer]:
    """Return one row per member of the roll."""
    actor.require(Role.SECRETARIAT)
    letters = _letters(register)
    names = register.names
    return [
        Answer(
            entry=entry,
            proxy=(proxy := register.proxies.get(member)),
            agent=names.get(proxy.agent_id, "") if proxy else "",
            words=register.statements.get(member, {}),
            letter=letters.get(member),
        )
        for member, entry in register.entries.items()
    ]


def outlook(register: rolls.MeetingRows) -> Forecast[int]:
    """Return whether a quorum is expected from the answers received so far (規約第11条)."""
    members = register.executives
    replies = {m: e.reply for m, e in register.entries.items() if m in members and e.reply}
    stated: dict[int, Mapping[int, Choice]] = {
        member: {item: word.choice for item, word in words.items()}
        for member, words in register.emails.items()
    }
    return forecast(
        members,
        announced=frozenset(member for member, reply in replies.items() if reply.comes),
        answered=frozenset(replies),
        proxies={principal: proxy.agent_id for principal, proxy in register.proxies.items()},
        statements=stated,
    )


def _letters(register: rolls.MeetingRows) -> dict[int, OutboxMessage]:
    """Return member → its meeting notice in the outbox."""
    meeting_id = register.meeting.id
    notices = {f"meeting:{meeting_id}:{member}": member for member in register.entries}
    return {
        notices[message.dedupe_key]: message
        for message in db.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.dedupe_key.in_(notices), OutboxMessage.purpose == "meeting_notice"
            )
        )
    }
