"""Letters that answer a member's mail: what was recorded, or why it was not."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items, letter
from app.models.meeting.inbound import InboundMail
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.meeting.roll import Choice


def recorded(mail: InboundMail) -> Letter:
    """Return the acknowledgement of a recorded statement of intent (意思表明の受付)."""
    assert mail.entry is not None
    meeting = mail.entry.meeting
    items = {str(item.id): item for item in meeting.items}
    return letter(
        mail.entry.organisation,
        "statement_recorded",
        f"意思表明を受け付けました（{mail.entry.meeting.title}）",
        (
            "メールでいただいた意思表明を、下記のとおり受け付けました。",
            _what_it_does(mail),
        ),
        items=(
            *_facts(mail),
            *(
                (f"{items[item_id].label} {items[item_id].title}", Choice(choice).label)
                for item_id, choice in mail.choices.items()
                if item_id in items
            ),
        ),
    )


def _what_it_does(mail: InboundMail) -> str:
    assert mail.entry is not None
    meeting = mail.entry.meeting
    last_day = era_date(clock.local(meeting.starts_at).date())
    if meeting.is_late(mail.arrived_at):
        return (
            f"回答の期限（{last_day}）を過ぎて届いたため、期限の後の回答として残します。"
            f"結果には数えません（{articles.DEEMED_RESOLUTION}）。"
        )
    if meeting.is_written:
        return f"{last_day}までは、もう一度メールを送るか、通知のリンクから変えることができます。"
    return (
        "議案の採決が終わるまでは、もう一度メールを送るか、通知のリンクから変えることができます。"
        f"出席者として数えます（{articles.EMAIL_STATEMENT}）。"
    )


def not_recorded(mail: InboundMail) -> Letter:
    """Return the letter stating why a mail was not accepted as a statement of intent."""
    assert mail.entry is not None
    return letter(
        mail.entry.organisation,
        "statement_not_recorded",
        f"メールを意思表明として受け付けられませんでした（{mail.entry.meeting.title}）",
        ("メールでいただいた回答は、下記の理由により、意思表明として受け付けられませんでした。",),
        items=(*_facts(mail), ("理由", mail.note)),
    )


def _facts(mail: InboundMail) -> Items:
    assert mail.entry is not None
    arrived = clock.local(mail.arrived_at)
    return (
        ("会議", mail.entry.meeting.title),
        ("メールの件名", mail.subject or "（なし）"),
        ("届いた日時", f"{era_date(arrived.date())} {arrived:%H:%M}"),
    )
