"""Printed papers of a meeting: minutes, sealed record, 委任状 and 回答書, blank and filled in."""

from collections.abc import Callable

import pytest

from app.documents.common.form_parts import Receipt, Submitter
from app.documents.meeting import answer_form, minutes, proxy_form, resolution_paper
from app.documents.meeting.answer_form import AnswerForm, AnswerItem
from app.documents.meeting.proxy_form import MeetingFacts, ProxyForm, ProxyItem
from app.documents.meeting.resolution_paper import ResolutionPaper
from tests.documents import papers

MEETING = MeetingFacts(
    f"第5回　会議 {papers.NAMES}", "令和8年12月10日（木）　14時00分", "県庁会議室"
)
NOBODY = Submitter("", "", "")
CHOICES = ("賛成", "反対", "棄権")
REPLIES = ("会場に出席", "欠席")
TEXT = f"""第5回　会議　議事録

１　開催日時
　令和8年12月10日

２　議事
【議案第1号】{papers.MARKUP}
　　{papers.NAMES}
　特になし"""


def proxy(**values: object) -> bytes:
    form: dict[str, object] = {
        "meeting": MEETING,
        "submitter": NOBODY,
        "items": (ProxyItem("議案第1号", papers.MARKUP), ProxyItem("議案第2号", "除名について")),
    }
    made = ProxyForm(**(form | values))  # type: ignore[arg-type]
    return proxy_form.pdf(made, dated=papers.DAY, choices=CHOICES)


def answer(**values: object) -> bytes:
    form: dict[str, object] = {
        "meeting": MEETING,
        "is_written": False,
        "submitter": NOBODY,
        "items": (AnswerItem("議案第1号", papers.MARKUP),),
    }
    made = AnswerForm(**(form | values))  # type: ignore[arg-type]
    return answer_form.pdf(made, dated=papers.DAY, replies=REPLIES, choices=CHOICES[:2])


def record() -> bytes:
    return resolution_paper.pdf(
        ResolutionPaper(
            title="議決の記録　議案第1号",
            facts=[("会議", papers.NAMES), ("計算", papers.MARKUP)],
            counts=[("賛成", "16"), ("反対", "1")],
            members=[(f"団体{number} {papers.NAMES}", "会場", "賛成") for number in range(34)],
            sequence=7,
            hash="a" * 64,
            previous_hash="0" * 64,
            dated=papers.DAY,
        )
    )


PAPERS: dict[str, Callable[[], bytes]] = {
    "proxy, blank": proxy,
    "proxy, filled": lambda: proxy(submitter=papers.SUBMITTER, agent=papers.NAMES),
    "answer, blank": answer,
    "answer, written": lambda: answer(is_written=True, submitter=papers.SUBMITTER),
    "minutes": lambda: minutes.pdf(TEXT, dated=papers.DAY, is_draft=False),
    "record": record,
}


@pytest.mark.parametrize("name", PAPERS)
def test_no_glyph_is_missing_and_pdf_standards_are_met(name: str) -> None:
    made = PAPERS[name]()
    assert papers.missing_glyphs(made) == 0
    described = papers.read(made).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "None" not in papers.text_of(made)
    assert PAPERS[name]() == made


def test_blank_proxy_form_has_no_values_filled_in() -> None:
    text = papers.text_of(proxy())
    for words in (
        "委任状",
        "規約第１２条第３項",
        "令和年月日",
        papers.MARKUP,
        "通知された議案のすべて",
    ):
        assert papers.squeezed(words) in text
    assert "■" not in text
    assert text.count("□賛成") == 2


def test_filled_proxy_names_principal_agent_and_items() -> None:
    items = (ProxyItem("議案第1号", "規約", True, "賛成"), ProxyItem("議案第2号", "除名"))
    made = proxy(
        submitter=papers.SUBMITTER,
        items=items,
        filed_on=papers.DAY,
        agent="鳥取県弁護士会",
        covers_all=False,
        receipt=Receipt("", papers.DAY, "書面"),
    )
    text = papers.text_of(made)
    for words in (papers.SUBMITTER.name, "鳥取県弁護士会", "■賛成", "■下の表で", "令和8年11月23日"):
        assert papers.squeezed(words) in text
    assert text.count("■") == 3
    assert papers.pages_of(made) == 1


def test_reply_form_asks_for_attendees_unless_the_resolution_is_written() -> None:
    meeting, written = papers.text_of(answer()), papers.text_of(answer(is_written=True))
    assert "出席者の職・氏名" in meeting and "□会場に出席" in meeting and "日時" in meeting
    assert "書面決議の回答書" in written and "回答の期限" in written and "出席者" not in written
    filled = papers.text_of(answer(reply="会場に出席", attendee="課長 甲"))
    assert "■会場に出席" in filled and "課長甲" in filled


def test_minutes_keep_every_line_and_mark_drafts() -> None:
    text = papers.text_of(minutes.pdf(TEXT, dated=papers.DAY, is_draft=True))
    assert text.startswith(papers.squeezed("第5回会議議事録（案）１開催日時"))
    for line in TEXT.splitlines()[1:]:
        assert papers.squeezed(line) in text
    assert "（案）" not in papers.text_of(minutes.pdf(TEXT, dated=papers.DAY, is_draft=False))


def test_printed_record_holds_its_hash_and_every_member() -> None:
    text = papers.text_of(record())
    assert "a" * 64 in text and "0" * 64 in text and "通し番号7" in text
    assert all(f"団体{number}" in text for number in range(34))
