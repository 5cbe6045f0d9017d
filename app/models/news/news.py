"""News (お知らせ)."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.errors import RuleViolation
from app.models.common.types import Code, UtcDateTime
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.news.news import TIER_OF, NewsAudience, NewsKind
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.news.news import NEWS, NewsStage, NewsVerb


class News(RegisterEntry, Model):
    """お知らせ: from the secretariat at once, from a member after a second look."""

    __tablename__ = "news"
    register = Register(
        "news",
        "お知らせ",
        N_("News"),
        N_("News item"),
        N_("From state, prefecture, municipalities and members."),
        adds=N_("Post news"),
        withdraws=N_("Show it no longer"),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        tier_is_entered=False,
        owned=True,
        category="kind",
        files=True,
        order="published_on",
        newest_first=True,
        recognised_by=("name", "published_on"),
    )

    name: Mapped[str] = field("件名", N_("Title"), limit=100, required=True, searched=True)
    published_on: Mapped[date | None] = field(
        "掲載日", N_("Published on"), Kind.DAY, is_entered=False, listed=True
    )
    kind: Mapped[NewsKind] = field(
        "種類",
        N_("Kind"),
        Kind.CHOICE,
        choices=NewsKind,
        required=True,
        listed=True,
        filtered=True,
    )
    audience: Mapped[NewsAudience] = field(
        "届ける相手",
        N_("For whom"),
        Kind.CHOICE,
        choices=NewsAudience,
        required=True,
        hint=N_("News for everybody also appears in the feeds."),
    )
    text: Mapped[str] = field(
        "本文",
        N_("Text"),
        Kind.LINES,
        limit=4000,
        required=True,
        searched=True,
        hint=N_("Begin with what matters: the digest shows the first two lines."),
    )
    website: Mapped[str] = field(
        "関係するウェブサイト", N_("Web site about it"), Kind.WEB, limit=300
    )
    expires_on: Mapped[date | None] = field(
        "掲載の最終日",
        N_("Shown until"),
        Kind.DAY,
        hint=N_("Such as the last day to apply. After it the item is taken out by itself."),
    )
    activity_fields: Mapped[list[str]] = field(
        "分野",
        N_("Fields"),
        Kind.ACTIVITY_FIELDS,
        filtered=True,
        section=N_("Fields and municipalities concerned"),
        is_folded=True,
        hint=N_("Choose none if it concerns all."),
    )
    municipalities: Mapped[list[str]] = field(
        "市町村", N_("Municipalities"), Kind.MUNICIPALITIES, listed=True, filtered=True
    )
    stage: Mapped[NewsStage] = mapped_column(Code(NewsStage), index=True)
    returned_because: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When others could read it for the first time."""

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values. Raises RuleViolation for news that nobody would see."""
        last = values.get("expires_on")
        if last is not None and last < clock.today():
            raise RuleViolation(
                None, "今日か、今日より後の日を入力してください。", field="expires_on"
            )
        return values

    def __init__(self, **values: Any) -> None:
        """Begin published, or waiting where only the secretariat is to see it."""
        waits = values.get("tier") is Tier.SECRETARIAT
        verb = NewsVerb.SUBMIT if waits else NewsVerb.PUBLISH
        begin = {"stage": next_state(NEWS, None, verb)}
        shown = {"published_on": clock.today(), "published_at": clock.now()}
        super().__init__(**begin | ({} if waits else shown) | values)

    def settle(self, *, by_staff: bool) -> None:
        """Let what a member changed wait for a second look again, its files included."""
        if not by_staff:
            self.stage = next_state(NEWS, self.stage, NewsVerb.SUBMIT)
            self.tier = Tier.SECRETARIAT
        elif self.stage is NewsStage.PUBLISHED:
            self.tier = TIER_OF[self.audience]
