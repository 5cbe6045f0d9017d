"""Chapters of exchange: needs and offers with answers, a survey that is over and an open one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app import clock
from app.demonstration.story import Stage
from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.survey import Survey
from app.rules.exchange.need_offers import NeedKind
from app.rules.exchange.survey_questions import questions
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.services.exchange import need_answers, need_offers, surveys
from app.services.registers import entries

NEEDS = (
    (45, NeedKind.OFFER, "折り畳み机20台を貸せます", "催しのない平日に限ります。運搬をお願いします。", "312011"),
    (26, NeedKind.NEED, "土曜の午後に使える部屋を探しています", "15人ほどが座れる、駅に近い部屋を探しています。", "312029"),
    (12, NeedKind.NEED, "要約筆記のできる人を探しています", "来月の催しで2時間お願いしたいです。", "312037"),
    (3, NeedKind.OFFER, "米30kgを寄付します", "子ども食堂などで使ってください。", "313718"),
)  # fmt: skip
"""Days ago, kind, subject, details, municipality. The second finds a partner, the third an answer."""
ANSWER = "お役に立てます。一度お話ししましょう。"
ABOUT_MEETINGS = "選択：会議の長さは？※｜よい｜長い｜短い\n複数：参加した催しは？｜研修会｜フォーラム｜分科会\n5段階：情報は役に立ちましたか\n自由：ご意見"
ABOUT_TRAINING = "選択：受けたい研修は？※｜傾聴｜居場所の運営｜個人情報の扱い\n複数：参加しやすい時は？｜平日の昼｜平日の夜｜土日\n5段階：オンラインの研修を希望しますか\n自由：ご意見"
SURVEYS = (
    ("会議と催しについて", 60, -40, ABOUT_MEETINGS),
    ("来年度の研修の希望", 14, 10, ABOUT_TRAINING),
)
"""Title, days ago on which it opened, days from today on which it closes, questions."""


def share(stage: Stage) -> Iterator[datetime]:
    """Members write what they lack and can do."""
    for place, (days, kind, title, text, where) in enumerate(NEEDS):
        yield stage.ago(days)
        general = stage.members(Standing.GENERAL)
        member, answering = stage.person(general[place + 1]), general[place + 7]
        values: dict[str, Any] = {"name": title, "kind": kind, "text": text, "municipality": where}
        values |= {"activity_fields": [], "until": stage.day(30), "tier": Tier.MEMBERS}
        owner = {"organisation_id": member.organisation_id}
        need = entries.add(member, NeedOffer, values | owner).public_id
        if place in (1, 2):
            to = (need, answering.public_id, ANSWER)
            need_answers.write(stage.person(answering), *to, links=stage.links)
        if place == 1:
            need_offers.match(member, need)


def ask(stage: Stage) -> Iterator[datetime]:
    """Surveys of members; the visitor's body is asked, too."""
    for title, opened, closes, typed in SURVEYS:
        (first, second, *_others), (third, *_rest) = (each.choices for each in questions(typed)[:2])
        yield stage.ago(opened)
        until = {"opens_on": clock.today(), "closes_on": stage.day(closes)}
        values = {"name": title, "purpose": "次の計画の参考にします。", "questions": typed}
        survey = entries.add(stage.second, Survey, values | until | {"tier": Tier.MEMBERS})
        for place, each in enumerate(stage.members(Standing.GENERAL)[1:8]):
            said = [first if place % 3 else second, [third], 3 + place % 3, ""]
            surveys.answer(stage.person(each), survey.public_id, said)
