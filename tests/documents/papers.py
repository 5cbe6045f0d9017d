"""Shared samples and PDF reading for the tests of printed papers."""

import io
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pypdf import PdfReader
from pypdf.generic import ContentStream

from app.documents.admission import application_form
from app.documents.admission.application_form import ApplicationForm, Disclosure
from app.documents.common.form_parts import Contact, Receipt, Submitter
from app.documents.common.letter import Letter
from app.documents.filings import change_notice, consent_to_serve, withdrawal_notice
from app.documents.filings.change_notice import Change, ChangeNoticeForm
from app.documents.filings.consent_to_serve import ConsentForm
from app.documents.filings.withdrawal_notice import WithdrawalNoticeForm
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.profile_fields import BY_KEY
from app.rules.membership.roster import Tier

DAY = date(2026, 11, 23)
MARKUP = "#panic() *x* $y$ @z <a> \\u{1} `b` [c] _d_ // -- /* \"q\" 'r' = ~ ${e} {{f}} %g"
NAMES = "⺠ 𠮷 髙 﨑 邉 邊 神 祥 㐂 鷗 ① ㈱ か゚ か\u3099 辻\U000e0100 ♡ 😀 한글 Việt Ж"
OFFERED = ("相談支援", "居場所づくり", "こども食堂・食の支援")

SUBMITTER = Submitter(f"団体 {NAMES}", f"〒680-8570\n鳥取市東町 {MARKUP}", "代表理事　髙﨑 邉太郎")
CONTACT = Contact("総務課　鳥取 花子", "0857-26-0000", "hanako.tottori@example.jp")
RECEIPT = Receipt("R8-0012", DAY, "電子申請")


def letter(**changes: object) -> Letter:
    """Return an acceptance letter with the given fields replaced."""
    values: dict[str, object] = {
        "purpose": "membership_accepted",
        "number": "孤独孤立第202600012号",
        "issued_on": DAY,
        "addressee_organisation": "特定非営利活動法人鳥取青少年ピアサポート",
        "addressee_person": "代表理事　山田 太郎",
        "sender": ("プラットフォーム事務局", "（孤独・孤立対策課）"),
        "subject": "入会を承認しました",
        "paragraphs": ("申込みについて、下記のとおり承認しました。", "二つ目の段落です。"),
        "items": (("受付番号", "R8-0012"), ("入会日", "令和8年11月23日")),
        "closing": ("電話 0857-26-0000",),
    }
    return Letter(**(values | changes))  # type: ignore[arg-type]


def application(
    activity_fields: tuple[str, ...] = ("居場所づくり", "森の学校 $x$"), **changes: object
) -> ApplicationForm:
    """Return a full application form. changes: fields of the profile or of the form."""
    profile = {
        **dict.fromkeys(BY_KEY, "1998年"),
        "name": f"団体 {NAMES}",
        "name_kana": "とっとりたみのいえ",
        "kind": OrganisationKind.NPO.label,
        "corporate_number": "7000020310000",
        "representative_title": "代表理事",
        "representative_name": "髙﨑 邉太郎",
        "postal_code": "680-8570",
        "municipality_code": "鳥取市",
        "address": "東町一丁目220番地",
        "phone": "0857-26-0001",
        "fax": "0857-26-0002",
        "email": "info@example.jp",
        "website": "https://www.example.jp/" + "a-long-path/" * 12,
        "activity_area": "鳥取県東部",
        "activities": f"一行目\n二行目 {MARKUP}",
        "relation": "孤立しがちな方と関わっています。",
        "public_contact_name": "事務局",
        "public_contact_phone": "0857-26-0003",
        "public_contact_email": "public@example.jp",
        "business_contact_name": CONTACT.name,
        "business_contact_phone": CONTACT.phone,
        "business_contact_email": CONTACT.email,
    }
    values: dict[str, object] = {
        "applied_on": DAY,
        "profile": {key: changes.pop(key, text) for key, text in profile.items()},
        "activity_fields": activity_fields,
        "disclosures": (Disclosure("所在地", Tier.SECRETARIAT, "利用者の安全のため"),),
        "was_member": True,
        "readmission_statement": "活動を再開したため",
        "pledged": True,
        "agreed": True,
        "receipt": RECEIPT,
    }
    return ApplicationForm(**(values | changes))  # type: ignore[arg-type]


def change(**changes: object) -> ChangeNoticeForm:
    """Return a change notice with two lines."""
    lines = (
        Change("電話番号", "0857-26-0001", "0857-26-0009", date(2026, 11, 1)),
        Change("活動内容", f"前 {MARKUP}", f"後 {NAMES}", date(2026, 10, 31)),
    )
    values: dict[str, object] = {
        "notified_on": DAY,
        "submitter": SUBMITTER,
        "changes": lines,
        "contact": CONTACT,
        "receipt": RECEIPT,
    }
    return ChangeNoticeForm(**(values | changes))  # type: ignore[arg-type]


def withdrawal(last_day: date | None = date(2027, 3, 31), reason: str = MARKUP):
    """Return a withdrawal notice."""
    lost_on = last_day + timedelta(days=1) if last_day else None
    return WithdrawalNoticeForm(DAY, SUBMITTER, last_day, lost_on, reason, CONTACT, RECEIPT)


def consent(statement: str = MARKUP) -> ConsentForm:
    """Return a consent to serve."""
    return ConsentForm(DAY, SUBMITTER, statement, CONTACT, RECEIPT)


BLANK: dict[str, Callable[[], bytes]] = {
    "入会申込書": lambda: application_form.pdf(None, offered_fields=OFFERED),
    "変更届": lambda: change_notice.pdf(None),
    "退会届": lambda: withdrawal_notice.pdf(None),
    "幹事団体加入内諾書": lambda: consent_to_serve.pdf(None),
}
FILLED: dict[str, Callable[[], bytes]] = {
    "入会申込書": lambda: application_form.pdf(application(), offered_fields=OFFERED),
    "変更届": lambda: change_notice.pdf(change()),
    "退会届": lambda: withdrawal_notice.pdf(withdrawal()),
    "幹事団体加入内諾書": lambda: consent_to_serve.pdf(consent()),
}


def read(made: bytes) -> PdfReader:
    """Open the PDF."""
    return PdfReader(io.BytesIO(made))


def squeezed(text: str) -> str:
    """Return the text in NFC without white space, because line breaks are up to the typesetter."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def text_of(made: bytes) -> str:
    """Return all text of the PDF, without white space."""
    return squeezed("".join(page.extract_text() for page in read(made).pages))


def pages_of(made: bytes) -> int:
    """Return the number of pages of the PDF."""
    return len(read(made).pages)


def missing_glyphs(made: bytes) -> int:
    """Count the occurrences of glyph 0 of a font, the empty box (豆腐), in the PDF."""
    return sum(codes.count(b"\0\0") for codes in _shown_codes(read(made)))


def _shown_codes(reader: PdfReader) -> Iterator[list[bytes]]:
    for page in reader.pages:
        stream = ContentStream(page.get_contents(), reader)
        for operands, operator in stream.operations:
            if operator not in (b"Tj", b"TJ"):
                continue
            parts = operands[0] if operator == b"TJ" else operands
            for part in parts:
                raw = getattr(part, "original_bytes", None)
                if raw is not None:
                    yield [raw[at : at + 2] for at in range(0, len(raw), 2)]


def span(made: bytes) -> tuple[float, float]:
    """Return the leftmost and rightmost position of any word, in points."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode(errors="replace")
    left = [float(found) for found in re.findall(r'xMin="([\d.]+)"', boxes)]
    right = [float(found) for found in re.findall(r'xMax="([\d.]+)"', boxes)]
    return min(left), max(right)
