"""Supporting organisations (孤独孤立サポート団体)."""

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register


class SupportingOrganisation(RegisterEntry, Model):
    """孤独孤立サポート団体: it need not be a member of the platform."""

    __tablename__ = "supporting_organisation"
    register = Register(
        "supporting-organisations",
        "孤独孤立サポート団体",
        N_("Supporting organisations"),
        N_("Supporting organisation"),
        N_("Organisations that help people in loneliness and isolation, and where they do so."),
        owned=True,
        confirmed_every=12,
        category="activity_fields",
        order="kana",
        files=True,
        schema_type="Organization",
    )

    name: Mapped[str] = field(
        "団体名",
        N_("Name"),
        limit=100,
        required=True,
        searched=True,
        formats={"schema.org": "name"},
    )
    kana: Mapped[str] = field(
        "団体名（カナ）", N_("Reading"), Kind.KANA, limit=200, required=True, searched=True
    )
    kind: Mapped[OrganisationKind] = field(
        "団体の種別",
        N_("Kind of organisation"),
        Kind.CHOICE,
        choices=OrganisationKind,
        required=True,
        filtered=True,
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
        "対象の市町村",
        N_("Municipalities served"),
        Kind.MUNICIPALITIES,
        required=True,
        listed=True,
        filtered=True,
    )
    support: Mapped[str] = field(
        "支援の内容", N_("What they do"), Kind.LINES, limit=2000, required=True, searched=True
    )
    target: Mapped[str] = field("支援の対象", N_("For whom"), limit=200, searched=True)
    hours: Mapped[str] = field(
        "受付の日時", N_("When they can be reached"), limit=200, section=N_("Contact")
    )
    phone: Mapped[str] = field(
        "電話番号",
        N_("Telephone"),
        Kind.PHONE,
        limit=20,
        listed=True,
        formats={"schema.org": "telephone"},
    )
    email: Mapped[str] = field("メールアドレス", N_("E-mail"), Kind.MAIL, limit=254)
    website: Mapped[str] = field(
        "ウェブサイト", N_("Web site"), Kind.WEB, limit=300, formats={"schema.org": "url"}
    )
    contact_person: Mapped[str] = field(
        "担当者",
        N_("Person to ask"),
        limit=100,
        tier=Tier.MEMBERS,
        personal=True,
        exported=False,
        hint=N_("It is shown to members only."),
    )
