"""Letters of the story: they leave for nowhere, as if a server had taken them; and one in each state."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.demonstration.story import Stage
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.common.office_settings import Numbering, Section
from app.rules.post.patience import Patience
from app.rules.post.replies import Answer, Step
from app.rules.post.routes import Servers
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common import settings, sweep_requests
from app.services.post import answers, delivery, lanes, outbox, posting
from app.services.post.delivery import Sender
from app.services.post.posting import Tray
from app.services.roster import member_bulks
from app.services.roster.roster_selects import Wanted

SERVERS, PATIENCE, HOLDER = Servers("", {}), Patience(), "demonstration"
TAKEN = Answer(Step.TEXT, 250, "2.0.0 OK（デモンストレーション：実際には送信していません）")
ANSWERS = {
    "moved@example.jp": Answer(Step.RECIPIENT, 550, "5.1.1 User unknown"),
    "full@example.jp": Answer(Step.RECIPIENT, 452, "4.2.2 Mailbox full"),
    "silent@example.jp": Answer(Step.TEXT, 0, "応答がありません。"),
}
"""Addresses whose server does not take letters."""
ONE = "multicultural"
"""A field of activity in which one member works."""


def deliver() -> None:
    """Let every due letter be answered, without any server: nothing leaves this machine."""
    domains = delivery.due_domains(SYSTEM) if sweep_requests.take() else ()
    for hold in lanes.take(SYSTEM, HOLDER, domains, SERVERS, PATIENCE):
        while due := delivery.upcoming(SYSTEM, hold, SERVERS, Sender("")):
            for letter in due:
                delivery.begin(SYSTEM, hold, letter, PATIENCE)
                answer = ANSWERS.get(letter.outgoing.recipient, TAKEN)
                # a person decides about the one without an answer
                answers.settle(SYSTEM, hold, letter, answer, PATIENCE, leaving=answer.code == 0)
        lanes.let_go(SYSTEM, hold)


def each_state(stage: Stage) -> Iterator[datetime]:
    """Notices to members: sent, cancelled, returned by the post office, waiting for number or day."""
    yield stage.ago(8, 15)
    notice(stage, "分科会の会場について", "次回の分科会の会場は、県庁第二会議室に変わりました。")
    [first, *_] = posting.page(stage.officer, Tray.TO_POST, number=1)[0]
    posting.mark_posted(stage.officer, Tray.TO_POST, [first.id], clock.today())
    yield stage.ago(4, 11)
    posting.mark_returned(stage.officer, [first.id])
    wrong = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.state == OutboxState.FAILED).limit(1)
    ).first()
    notice(stage, "アンケートのお願い", "来年度の研修の希望をお聞かせください。")
    if wrong is not None:
        outbox.cancel(stage.officer, wrong.id)
    yield stage.minutes_ago(25)
    settings.change(stage.officer, Section.NUMBERS, {"numbering": Numbering.TYPED.value})
    notice(stage, "年度末の手続について", "変更届と退会届の受付の日程をお知らせします。", ONE)
    settings.change(stage.officer, Section.NUMBERS, {"numbering": Numbering.COUNTED.value})
    starts_at = stage.at(stage.day(3), 9)
    notice(
        stage, "つながり月間の催し", "各団体の催しをまとめてお知らせします。", starts_at=starts_at
    )


def notice(stage: Stage, title: str, text: str, field: str = "place", **values: object) -> None:
    """Write a notice to the members of a field of activity: one officer draws it up, another releases it."""
    drawn = {"title": title, "text": text, "formal": True, "starts_at": None, **values}
    bulk = member_bulks.write(stage.second, drawn)
    wanted = Wanted(clock.today(), activity_field=field)
    member_bulks.choose(stage.second, bulk.id, wanted, keep=True)
    if member_bulks.send(stage.second, bulk.id) is None:
        member_bulks.send(stage.officer, bulk.id)
