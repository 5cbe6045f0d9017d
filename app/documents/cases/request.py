"""Request for co-operation (協力の求め; 法第16条第3項) as a paper in official form."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import letter
from app.documents.common.letter import Letter
from app.documents.common.typesetting import DRAFT
from app.rules.common.era import era_date

WITHDRAWN = "この求めは、その後取り下げられました。"
SECRECY = (
    "この文書の内容は、孤独・孤立対策推進法第18条の秘密に当たります。複写・転送をせず、"
    "不要になったときは復元できない方法で廃棄してください。"
)


@dataclass(frozen=True)
class RequestPaper:
    """Content of the paper."""

    number: str
    """文書番号; "" for a draft."""
    issued_on: date
    council: str
    coordinating_body: str
    """"" where none is designated."""
    body: str
    person: str
    alias: str
    """Alias of the case."""
    cooperation: str
    purpose: str
    asked_by: str
    """要請した構成機関等; "" where there is none."""
    what: str
    reason: str
    due_on: date
    is_withdrawn: bool = False


def pdf(paper: RequestPaper) -> bytes:
    """Return the paper as a PDF on A4. Raises TypesettingFailed."""
    return letter.pdf(as_letter(paper))


def as_letter(paper: RequestPaper) -> Letter:
    """Return the paper as an official letter."""
    coordinated = f"（孤独・孤立対策調整機関　{paper.coordinating_body}）"
    asked_by = (("要請した構成機関等", paper.asked_by),) if paper.asked_by else ()
    return Letter(
        purpose="case_request",
        number=paper.number or DRAFT,
        issued_on=paper.issued_on,
        addressee_organisation=paper.body,
        addressee_person=paper.person,
        sender=(paper.council, *([coordinated] if paper.coordinating_body else [])),
        subject="個別ケースに関する協力について（依頼）",
        paragraphs=(
            "孤独・孤立対策推進法第16条第3項の規定により、下記のとおり協力を求めます。",
            "期限までに、プラットフォームの「協議会」の画面から回答してください。応じられないときは、"
            "その理由を記入してください。",
        ),
        items=(
            ("ケースの符号", paper.alias),
            ("求める協力", paper.cooperation),
            ("内容", paper.what),
            ("目的", paper.purpose),
            *asked_by,
            ("必要とする理由", paper.reason),
            ("回答期限", era_date(paper.due_on)),
        ),
        closing=(SECRECY, *((WITHDRAWN,) if paper.is_withdrawn else ())),
    )
