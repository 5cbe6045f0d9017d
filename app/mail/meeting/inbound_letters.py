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
        "電子メールによる意思表明の受付について（通知）",
        (
            "電子メールによる意思表明を、下記のとおり受け付けました。",
            *_what_it_does(mail),
        ),
        items=(
            *_facts(mail),
            *(
                (f"{items[item_id].label} {items[item_id].title}", Choice(choice).label)
                for item_id, choice in mail.choices.items()
                if item_id in items
            ),
        ),
        mail_subject=f"意思表明を受け付けました（{mail.entry.meeting.title}）",
    )


def _what_it_does(mail: InboundMail) -> tuple[str, ...]:
    assert mail.entry is not None
    meeting = mail.entry.meeting
    last_day = era_date(clock.local(meeting.starts_at).date())
    if meeting.is_late(mail.arrived_at):
        return (
            f"ただし、回答期限（{last_day}）を過ぎて届いたため、期限後の回答として保管し、"
            f"結果には算入しません（{articles.DEEMED_RESOLUTION}）。",
        )
    how = "変えるときは、もう一度メールを送るか、通知にあるリンクを開いてください。"
    if meeting.is_written:
        return (f"表明した意思は、{last_day}まで変えることができます。{how}",)
    return (
        f"意思を表明した団体は、出席会員として数えます（{articles.EMAIL_STATEMENT}）。",
        f"表明した意思は、議案の採決が終わるまで変えることができます。{how}",
    )


def not_recorded(mail: InboundMail) -> Letter:
    """Return the letter stating why a mail was not accepted as a statement of intent."""
    assert mail.entry is not None
    return letter(
        mail.entry.organisation,
        "statement_not_recorded",
        "電子メールによる回答の不受理について（通知）",
        (
            "電子メールによる回答は、下記の理由により、意思表明として受け付けることができませんでした。",
        ),
        items=(*_facts(mail), ("理由", mail.note)),
        mail_subject=f"メールを意思表明として受け付けられませんでした（{mail.entry.meeting.title}）",
    )


def _facts(mail: InboundMail) -> Items:
    assert mail.entry is not None
    arrived = clock.local(mail.arrived_at)
    return (
        ("会議", mail.entry.meeting.title),
        ("メールの件名", mail.subject or "（なし）"),
        ("届いた日時", f"{era_date(arrived.date())} {arrived:%H:%M}"),
    )
