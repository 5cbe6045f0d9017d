"""The fields of an organisation's profile: the one table of the application form (別紙1).

Columns, forms, pages, change notices, imports, exports, open data and papers are made from it.
None is an amount: members pay nothing (規約第7条).
"""

from collections.abc import Mapping
from datetime import date

from app.rules.common.era import era_date
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.profile_schema import Amendment, Field, Layout, Row, Section

ABOUT = Section(N_("About the organisation"), "１　団体の概要")
OFFICE = Section(N_("Address and contact details"), "１　団体の概要")
ACTIVITIES = Section(N_("Activities"), "２　活動の内容")
PUBLIC_CONTACT = Section(
    N_("Public contact"),
    "３　連絡先",
    N_(
        "Contact for enquiries about your activities, shown on the public roster. You can give a department; a person's name is not needed."
    ),
)
BUSINESS_CONTACT = Section(
    N_("Contact person (not published)"),
    "３　連絡先",
    N_("Receives messages from the secretariat. Never published on the roster."),
    personal=True,
)
SECTIONS = (ABOUT, OFFICE, ACTIVITIES, PUBLIC_CONTACT, BUSINESS_CONTACT)

_K = Kind
_REPRESENTATIVE = Row("代表者 職・氏名", Layout.JOINED)
_PLACE = Row("所在地", Layout.PLACE)
_PUBLIC = Row("公開用連絡先", Layout.CONTACT)
_BUSINESS = Row("事務連絡担当者", Layout.CONTACT, "（名簿には公開されません）")

FIELDS = (
    Field(
        "name",
        "団体名",
        N_("Name of the organisation"),
        section=ABOUT,
        limit=200,
        required=True,
        withholdable=False,
        hint=N_("Include the legal form, as registered. Example: NPO法人とっとりつながりの会"),
        autocomplete="organization",
        example="特定非営利活動法人 つながりの会",
        needed=True,
    ),
    Field(
        "name_kana",
        "団体名（カナ）",
        N_("Name in katakana"),
        section=ABOUT,
        kind=_K.KANA,
        limit=200,
        required=True,
        withholdable=False,
        hint=N_("Omit the legal form. Hiragana is converted to katakana automatically."),
        note="カタカナ。",
        example="ツナガリノカイ",
        row=Row("カナ", above=True),
    ),
    Field(
        "kind",
        "団体の種別",
        N_("Kind of organisation"),
        section=ABOUT,
        kind=_K.ORGANISATION_KIND,
        required=True,
        withholdable=False,
        hint=N_("Individuals cannot join."),
        note="NPO法人、社会福祉法人、任意団体など。",
        example="NPO法人",
        needed=True,
    ),
    Field(
        "corporate_number",
        "法人番号",
        N_("Corporate number"),
        section=ABOUT,
        kind=_K.CORPORATE_NUMBER,
        limit=13,
        searched=True,
        hint=N_("13 digits. Leave it empty if there is none."),
        note="13桁。あれば同じ団体かどうかを番号で見分けます。",
        row=Row("法人番号（ある場合）"),
        line_to_withhold=False,
    ),
    Field(
        "founded_year",
        "設立年",
        N_("Year of founding"),
        section=ABOUT,
        kind=_K.YEAR,
        hint=N_("Example: 1998 or 平成10年. Leave it empty if you do not know."),
        note="1998 か 平成10年 のように。",
        example="1998",
        amendment=Amendment(
            date(2026, 11, 28),
            "任意の記載事項を一つ加えるもので、入会の基準及び手続を変えず、団体に義務を課さないため",
        ),
    ),
    Field(
        "representative_title",
        "代表者職名",
        N_("Representative's title"),
        section=ABOUT,
        limit=100,
        hint=N_("Example: 理事長"),
        narrow=True,
        autocomplete="organization-title",
        example="理事長",
        row=_REPRESENTATIVE,
    ),
    Field(
        "representative_name",
        "代表者氏名",
        N_("Representative's name"),
        section=ABOUT,
        limit=100,
        required=True,
        searched=True,
        narrow=True,
        example="因幡 花子",
        row=_REPRESENTATIVE,
    ),
    Field(
        "postal_code",
        "郵便番号",
        N_("Postal code"),
        section=OFFICE,
        kind=_K.POSTAL_CODE,
        limit=8,
        required=True,
        searched=True,
        hint=N_("Example: 680-8570"),
        autocomplete="postal-code",
        example="680-0011",
        row=_PLACE,
    ),
    Field(
        "municipality_code",
        "市町村",
        N_("Municipality"),
        section=OFFICE,
        kind=_K.MUNICIPALITY,
        limit=6,
        required=True,
        withholdable=False,
        hint=N_("If your office is outside the prefecture, choose the last option."),
        note="市町村名か6桁の市町村コード。",
        example="鳥取市",
        row=_PLACE,
        needed=True,
    ),
    Field(
        "address",
        "所在地",
        N_("Office address"),
        section=OFFICE,
        limit=300,
        required=True,
        searched=True,
        hint=N_("Enter the part after the municipality. Example: 東町一丁目220"),
        autocomplete="street-address",
        example="鳥取市東町一丁目220番地",
        row=_PLACE,
    ),
    Field(
        "phone",
        "電話番号",
        N_("Telephone"),
        section=OFFICE,
        kind=_K.PHONE,
        limit=20,
        required=True,
        searched=True,
        hint=N_("Include the area code. Example: 0857-26-7111"),
        autocomplete="tel",
        example="0857-26-7111",
    ),
    Field(
        "fax",
        "FAX番号",
        N_("Fax number"),
        section=OFFICE,
        kind=_K.PHONE,
        limit=20,
        searched=True,
        row=Row("ＦＡＸ番号"),
    ),
    Field(
        "email",
        "メールアドレス",
        N_("E-mail address"),
        section=OFFICE,
        kind=_K.MAIL,
        limit=254,
        searched=True,
        hint=N_("The organisation's e-mail address."),
        autocomplete="email",
        example="office@example.jp",
    ),
    Field(
        "website",
        "ウェブサイト",
        N_("Website"),
        section=OFFICE,
        kind=_K.WEB,
        limit=300,
        hint=N_("Example: https://www.example.jp/"),
        autocomplete="url",
        example="https://www.example.jp/",
    ),
    Field(
        "activity_fields",
        "活動分野",
        N_("Fields of activity"),
        section=ACTIVITIES,
        kind=_K.ACTIVITY_FIELDS,
        required=True,
        hint=N_("Select all that apply."),
        note="二つ以上は「、」で区切ります。",
        example="居場所づくり",
        row=Row("活動分野\n（いくつでも）"),
        line_to_withhold=False,
    ),
    Field(
        "activity_area",
        "活動地域",
        N_("Area of activity"),
        section=ACTIVITIES,
        limit=300,
        hint=N_("Example: all of the prefecture, or the east"),
        example="鳥取県東部",
        line_to_withhold=False,
    ),
    Field(
        "activities",
        "活動内容",
        N_("Description of activities"),
        section=ACTIVITIES,
        kind=_K.LINES,
        limit=2000,
        required=True,
        hint=N_("Shown on the roster. Up to 2,000 characters."),
        example="誰でも立ち寄れる居場所を週2回開いています。",
        line_to_withhold=False,
    ),
    Field(
        "relation",
        "孤独・孤立対策との関わり",
        N_("How it relates to loneliness and isolation"),
        section=ACTIVITIES,
        kind=_K.LINES,
        limit=2000,
        required=True,
        hint=N_(
            "Describe your current or planned activities against loneliness and isolation. Up to 2,000 characters."
        ),
        example="孤独・孤立を感じる人が集まれる場です。",
        row=Row("孤独・孤立対策\nとの関わり"),
        line_to_withhold=False,
    ),
    Field(
        "public_contact_name",
        "公開用連絡先 名称",
        N_("Public contact: department or name"),
        section=PUBLIC_CONTACT,
        limit=200,
        required=True,
        searched=True,
        short=N_("Department or name"),
        narrow=True,
        note="公開します。",
        example="事務所",
        row=_PUBLIC,
    ),
    Field(
        "public_contact_phone",
        "公開用連絡先 電話番号",
        N_("Public contact: telephone"),
        section=PUBLIC_CONTACT,
        kind=_K.PHONE,
        limit=20,
        searched=True,
        short=N_("Telephone"),
        row=_PUBLIC,
    ),
    Field(
        "public_contact_email",
        "公開用連絡先 メールアドレス",
        N_("Public contact: e-mail address"),
        section=PUBLIC_CONTACT,
        kind=_K.MAIL,
        limit=254,
        searched=True,
        short=N_("E-mail address"),
        row=_PUBLIC,
    ),
    Field(
        "business_contact_name",
        "事務連絡担当者 氏名",
        N_("Contact person: name"),
        section=BUSINESS_CONTACT,
        limit=100,
        required=True,
        searched=True,
        short=N_("Full name"),
        narrow=True,
        autocomplete="name",
        note="公開しません。",
        example="伯耆 太郎",
        row=_BUSINESS,
    ),
    Field(
        "business_contact_phone",
        "事務連絡担当者 電話番号",
        N_("Contact person: telephone"),
        section=BUSINESS_CONTACT,
        kind=_K.PHONE,
        limit=20,
        searched=True,
        short=N_("Telephone"),
        row=_BUSINESS,
    ),
    Field(
        "business_contact_email",
        "事務連絡担当者 メールアドレス",
        N_("Contact person: e-mail address"),
        section=BUSINESS_CONTACT,
        kind=_K.MAIL,
        limit=254,
        required=True,
        searched=True,
        short=N_("E-mail address"),
        note="公開しません。",
        example="contact@example.jp",
        row=_BUSINESS,
    ),
)
"""Every field, in the order of 別紙1."""

BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
DISCLOSURE = "disclosure"
"""Beside the fields, a profile holds the tier and the reason of each withheld one."""
PROFILE_FIELDS = (*BY_KEY, DISCLOSURE)
REQUIRED_FIELDS = tuple(field.key for field in FIELDS if field.required)
"""The fields that 別紙1 requires of a new organisation."""
NEEDED_FIELDS = tuple(field.key for field in FIELDS if field.needed)
"""Without these nothing is entered in the roster.

*reading*: a list that somebody else keeps lacks what only 別紙1 asks for. Such an entry says what
the organisation is and where; the rest is 記入なし until the member files a change notice.
"""
PERSONAL_FIELDS = tuple(field.key for field in FIELDS if field.section.personal)
"""事務連絡担当者: a named person, never published; hidden from members too unless set otherwise."""
WITHHOLDABLE = tuple(
    field.key for field in FIELDS if field.withholdable and not field.section.personal
)
"""The fields that may be withheld with a reason (要領第3条第3項: public in principle)."""
BY_AGE = sorted(FIELDS, key=lambda field: field.added_on)
"""A field added later comes last: for lists whose order others rely on."""
AMENDED_ON = max((field.amendment.on for field in FIELDS if field.amendment), default=None)
"""The day of the last minor amendment of 別紙1 (要領第6条)."""


def amendments(day: date) -> list[str]:
    """Return the minor amendments of 別紙1 in force on a day, the oldest first (要領第6条)."""
    return [
        f"{era_date(made.on)}　「{field.label}」の欄を加える。（軽微な改正：{made.reason}）"
        for field in BY_AGE
        if (made := field.amendment) and made.on <= day
    ]
