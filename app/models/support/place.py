"""Places to be (居場所)."""

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.registers.schema import Register
from app.rules.support.practices import PlaceKind


class Place(RegisterEntry, Model):
    """居場所: one may simply come."""

    __tablename__ = "place"
    register = Register(
        "places",
        "居場所",
        N_("Places to be"),
        N_("Place to be"),
        N_("Places where one may be and meet others. The organiser tells of times and fees."),
        owned=True,
        confirmed_every=6,
        category="kind",
        files=True,
        schema_type="Place",
    )

    name: Mapped[str] = field(
        "名称", N_("Name"), limit=100, required=True, searched=True, formats={"schema.org": "name"}
    )
    kind: Mapped[PlaceKind] = field(
        "種類",
        N_("Kind"),
        Kind.CHOICE,
        choices=PlaceKind,
        required=True,
        listed=True,
        filtered=True,
    )
    municipality: Mapped[str] = field(
        "市町村", N_("Municipality"), Kind.MUNICIPALITY, required=True, listed=True, filtered=True
    )
    address: Mapped[str] = field(
        "所在地",
        N_("Address"),
        limit=200,
        searched=True,
        hint=N_("Without the municipality. Leave it empty where it has to stay unknown."),
        formats={"schema.org": "address"},
    )
    access: Mapped[str] = field("交通", N_("How to get there"), limit=200)
    times: Mapped[str] = field(
        "開いている日時",
        N_("When it is open"),
        Kind.LINES,
        limit=500,
        required=True,
        listed=True,
        hint=N_("Such as: every second Saturday, 10:00 to 14:00."),
    )
    who: Mapped[str] = field(
        "来てよい人", N_("Who may come"), limit=200, required=True, searched=True
    )
    fee: Mapped[str] = field("参加費", N_("Fee"), limit=100, required=True, listed=True)
    needs_booking: Mapped[bool] = field("事前の連絡が必要", N_("Tell them before"), Kind.FLAG)
    activities: Mapped[str] = field(
        "できること", N_("What one can do there"), Kind.LINES, limit=1000, searched=True
    )
    accessibility: Mapped[str] = field(
        "利用しやすさ",
        N_("Accessibility"),
        limit=200,
        hint=N_("Steps, toilet for wheelchairs, sign language, languages, car park."),
    )
    phone: Mapped[str] = field(
        "電話番号",
        N_("Telephone"),
        Kind.PHONE,
        limit=20,
        section=N_("Contact"),
        formats={"schema.org": "telephone"},
    )
    email: Mapped[str] = field("メールアドレス", N_("E-mail"), Kind.MAIL, limit=254)
    website: Mapped[str] = field(
        "ウェブサイト", N_("Web site"), Kind.WEB, limit=300, formats={"schema.org": "url"}
    )
