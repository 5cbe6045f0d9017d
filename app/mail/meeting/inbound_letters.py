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
    items = {str(item.id): item for item in mail.entry.meeting.items}
    return letter(
        mail.entry.organisation,
        "statement_recorded",
        f"意思表明を受け付けました（{mail.entry.meeting.title}）",
        (
            "メールでいただいた意思表明を、下記のとおり受け付けました。",
            "議案の採決が終わるまでは、もう一度メールを送るか、通知のリンクから変えることができます。"
            f"出席者として数えます（{articles.EMAIL_STATEMENT}）。",
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
