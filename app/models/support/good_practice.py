"""Good practices, for others to take over (好事例・先行事例の横展開)."""

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register


class GoodPractice(RegisterEntry, Model):
    """好事例."""

    __tablename__ = "good_practice"
    register = Register(
        "good-practices",
        "好事例",
        N_("Good practices"),
        N_("Good practice"),
        N_("What worked elsewhere, told so that others can take it over."),
        owned=True,
        category="activity_fields",
        files=True,
    )

    name: Mapped[str] = field(
        "取組の名称", N_("Name of the practice"), limit=100, required=True, searched=True
    )
    activity_fields: Mapped[list[str]] = field(
        "分野",
        N_("Fields of activity"),
        Kind.ACTIVITY_FIELDS,
        required=True,
        listed=True,
        filtered=True,
    )
    municipalities: Mapped[list[str]] = field(
        "実施市町村", N_("Where it is done"), Kind.MUNICIPALITIES, listed=True, filtered=True
    )
    since: Mapped[int | None] = field("開始年", N_("Since"), Kind.YEAR, listed=True)
    target: Mapped[str] = field("対象者", N_("For whom"), limit=200, searched=True)
    reason: Mapped[str] = field(
        "きっかけ・課題", N_("Why it was begun"), Kind.LINES, limit=2000, section=N_("The practice")
    )
    action: Mapped[str] = field(
        "取組の内容", N_("What is done"), Kind.LINES, limit=4000, required=True, searched=True
    )
    partners: Mapped[str] = field("連携先", N_("With whom"), limit=300, searched=True)
    result: Mapped[str] = field("成果", N_("What came of it"), Kind.LINES, limit=2000)
    key_points: Mapped[str] = field(
        "工夫した点", N_("What made it work"), Kind.LINES, limit=2000, section=N_("For others")
    )
    needs: Mapped[str] = field(
        "人手・費用・場所", N_("People, money and room it takes"), Kind.LINES, limit=1000
    )
    advice: Mapped[str] = field(
        "これから始める団体へ",
        N_("Advice to whoever begins"),
        Kind.LINES,
        limit=2000,
        hint=N_("What you would do again, and what you would not."),
    )
    website: Mapped[str] = field(
        "ウェブサイト", N_("Web site"), Kind.WEB, limit=300, formats={"schema.org": "url"}
    )
    contact: Mapped[str] = field(
        "問合せ先",
        N_("Whom to ask"),
        limit=200,
        tier=Tier.MEMBERS,
        hint=N_("An office and its telephone. It is shown to members only."),
    )
