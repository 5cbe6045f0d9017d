"""The worked table of votes (規約第11条・第12条) on the pages alone, from plan to close.

34 executive members, quorum 23. Every number and text is written out by hand.
"""

from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

from app import clock
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import MeetingForm
from tests.support.accounts import RoleClients
from tests.support.gathering import Gathering

QUORUM = "34団体のうち23団体が出席（会場・オンライン15、電子メール2、委任6）。3×23＝69≧2×34＝68のため、会議は成立します。"
NONE = "34団体のうち22団体が出席（会場・オンライン14、電子メール2、委任6）。3×22＝66＜2×34＝68のため、会議は成立しません。"


class Row(NamedTuple):
    """One row of the table: the votes cast and the expected result."""

    title: str
    chair: int | None
    """Index of the chair among those present; 14 holds two of the six proxies, 0 the other four."""
    for_there: int
    """The number of present members voting in favour; the others vote against."""
    for_delegated: int
    """The number of usable proxies voted in favour; the others are voted against."""
    entitled: int
    in_favour: int
    silent: int
    outcome: str
    words: str
    by_hand: bool = False
    """Whether the votes are recorded by the secretariat instead of cast on the members' devices."""


ROWS = [
    Row(
        "議長なし16",
        None,
        10,
        4,
        23,
        16,
        0,
        "passed",
        "議決に加われる23団体のうち、賛成16、反対7、棄権0、表示なし0。3×16＝48≧2×23＝46のため、可決です。",
    ),
    Row(
        "議長なし15",
        None,
        9,
        4,
        23,
        15,
        0,
        "rejected",
        "議決に加われる23団体のうち、賛成15、反対8、棄権0、表示なし0。3×15＝45＜2×23＝46のため、否決です。",
        by_hand=True,
    ),
    Row(
        "通知後の議案",
        None,
        12,
        0,
        17,
        12,
        2,
        "passed",
        "議決に加われる17団体のうち、賛成12、反対3、棄権0、表示なし2。3×12＝36≧2×17＝34のため、可決です。",
    ),
    Row(
        "委任のない議長",
        13,
        9,
        4,
        22,
        15,
        0,
        "passed",
        "議決に加われる22団体のうち、賛成15、反対7、棄権0、表示なし0。3×15＝45≧2×22＝44のため、可決です。",
        by_hand=True,
    ),
    Row(
        "委任2件の議長",
        14,
        8,
        4,
        20,
        14,
        0,
        "passed",
        "議決に加われる20団体のうち、賛成14、反対6、棄権0、表示なし0。3×14＝42≧2×20＝40のため、可決です。",
    ),
]
LATE = "通知後の議案"
NO_QUORUM, DEEMED = "定足数なし", "書面の賛成23"


def gathered(client_as: RoleClients, titles: list[str]) -> Gathering:
    """Open the meeting with 15 present, six proxies, two e-mail statements and no votes.

    Attendance is recorded by the secretariat, for one member on their own device. The first member
    present is the agent of four principals, the last of two.
    """
    hall = Gathering(client_as, MeetingForm.BOTH, titles)
    for place, principal in enumerate(hall.members[15:21]):
        agent = hall.members[0 if place < 4 else 14]
        hall.answer(principal, "proxy", {"agent": str(agent)}, by_link=place % 2 == 0)
    for place, writer in enumerate(hall.members[21:23]):
        words = {f"word_{hall.item_of(title)}": "for" for title in titles}
        hall.answer(writer, "statement", words, by_link=place == 0)
    hall.press(f"{hall.page}/open", reason="日程を早めたため")
    for member in hall.members[:14]:
        hall.press(f"{hall.page}/attendance/{member}/arrive")
    hall.press(f"{hall.page}/ballot/arrive", client=hall.phone(hall.members[14]))
    attendance = hall.desk.get(f"{hall.page}/attendance").text
    assert QUORUM in attendance and "規約第11条" in attendance
    return hall


def decided(hall: Gathering, row: Row, gone: int | None = None) -> tuple[int, dict[str, Any]]:
    """Elect the chair, open the item, cast the votes and close the item."""
    chair = hall.members[row.chair] if row.chair is not None else None
    hall.press(f"{hall.page}/chair", chair=str(chair or ""))
    item = hall.item_of(row.title)
    hall.press(f"{hall.page}/items/{item}/open")
    principals = [] if row.title == LATE else hall.members[15:21]
    voters = [each for each in hall.members[:15] if each not in (chair, gone)]
    choices = {each: said(place < row.for_there) for place, each in enumerate(voters)}
    held = {hall.members[0]: principals[:4], hall.members[14]: principals[4:]}
    for voter in voters:
        mandates = held.get(voter, [])
        choices |= {each: said(principals.index(each) < row.for_delegated) for each in mandates}
    if row.by_hand:
        hall.raise_hands(item, choices)
    else:
        for voter in voters:
            ballot = (voter, *held.get(voter, []))
            hall.vote(voter, item, {each: choices[each] for each in ballot})
    return item, hall.close(item)


def said(in_favour: bool) -> str:
    return "for" if in_favour else "against"


def told_everywhere(hall: Gathering, item: int, record: dict[str, Any]) -> None:
    """Check that secretariat, members, projector and public see the same result, and recount it."""
    sequence = record["sequence"]
    member = hall.phone(hall.members[0])
    pages = [
        hall.desk.get(f"{hall.page}/items/{item}/vote"),
        hall.desk.get(f"/resolutions/{sequence}/record"),
        member.get(hall.page),
    ]
    if record["meeting"]["form"] != "written":
        pages += [member.get(f"{hall.page}/ballot"), hall.desk.get(f"{hall.page}/projector")]
    public = hall.visitor.get(f"/resolutions/{sequence}")
    if record["outcome"] in ("passed", "deemed"):
        pages.append(public)
    else:
        assert public.status_code == 404
    for page in pages:
        assert record["reason"] in page.text, page.request.path
        assert record["article"] in page.text, page.request.path
    again = hall.desk.submit(f"/resolutions/{sequence}/record", form="/recalculate")
    assert "すべて一致し、書き換えはありません。" in again.text


def test_rows_with_a_quorum(session: Any, client_as: RoleClients) -> None:
    hall = gathered(client_as, [row.title for row in ROWS if row.title != LATE])
    hall.add(LATE)
    for row in ROWS:
        item, record = decided(hall, row)
        counts = record["counts"]
        assert (counts["entitled"], counts["in_favour"]) == (row.entitled, row.in_favour), row.title
        assert (counts["silent"], counts["abstained"]) == (row.silent, 0), row.title
        assert (len(record["members"]), len(record["grounds"])) == (34, 23), row.title
        assert (record["outcome"], record["article"]) == (row.outcome, "規約第12条第1項"), row.title
        assert record["reason"] == f"幹事団体{QUORUM}{row.words}"
        told_everywhere(hall, item, record)
    told_afterwards(hall)


def told_afterwards(hall: Gathering) -> None:
    """Check that minutes and workbook contain the same results."""
    hall.press(f"{hall.page}/end")
    hall.press(f"{hall.page}/minutes/draft")
    minutes = hall.desk.get(f"{hall.page}/minutes").text
    book = load_workbook(BytesIO(hall.desk.get(f"{hall.page}/record.xlsx").data))
    results = {line[1]: line for line in book["結果"].iter_rows(min_row=2, values_only=True)}
    for row in ROWS:
        assert row.words in minutes
        against = row.entitled - row.in_favour - row.silent
        numbers = (row.entitled, row.in_favour, against, 0, row.silent)
        assert results[row.title][4:9] == numbers


def test_no_quorum_unless_enough_assents_in_writing(session: Any, client_as: RoleClients) -> None:
    hall = gathered(client_as, [NO_QUORUM, DEEMED])
    gone = hall.members[13]
    hall.press(f"{hall.page}/ballot/depart", client=hall.phone(gone))
    everybody = Row(NO_QUORUM, None, 14, 6, 0, 0, 0, "", "", by_hand=True)
    item, record = decided(hall, everybody, gone)
    assert (record["outcome"], record["article"]) == ("no_quorum", "規約第11条第1項")
    assert (len(record["grounds"]), record["deemed"]["assents"]) == (22, 2)  # hand votes excluded
    assert record["reason"] == f"幹事団体{NONE}"
    told_everywhere(hall, item, record)
    came = {
        "statement-way": "fax",
        "statement-arrived_on": clock.today().isoformat(),
        "statement-no_scan_reason": "原本を綴ったため",
    }
    word = {"part": "statement", **came, f"word_{hall.item_of(DEEMED)}": "for"}
    for member in hall.members[23:30]:  # on paper: not attending, but assenting
        hall.press(f"{hall.page}/answers/{member}", **word)
    item, record = decided(hall, everybody._replace(title=DEEMED, by_hand=False), gone)
    assert (record["outcome"], record["article"]) == ("deemed", "規約第12条第5項")
    assert (len(record["grounds"]), record["deemed"]["assents"]) == (22, 23)
    assert "賛成の意思表示が23団体（必要23）に達したため" in record["reason"]
    told_everywhere(hall, item, record)


def test_rows_of_written_resolutions(session: Any, client_as: RoleClients, at: Any) -> None:
    hall = Gathering(client_as, MeetingForm.WRITTEN, ["賛成23", "賛成22"])
    enough, too_few = hall.item_of("賛成23"), hall.item_of("賛成22")
    for place, member in enumerate(hall.members[:22]):
        both = {f"word_{enough}": "for", f"word_{too_few}": "for"}
        hall.answer(member, "statement", both, by_link=place > 1)
    last = hall.members[22]
    assert "あと1団体" in hall.visitor.get(hall.links[last]).text
    hall.answer(last, "statement", {f"word_{enough}": "for", f"word_{too_few}": "against"})
    assert "決議があったものとみなされました" in hall.visitor.get(hall.links[last]).text
    record = hall.record(enough)
    assert (record["outcome"], record["article"]) == ("deemed", "規約第12条第5項")
    assert (record["deemed"]["assents"], record["deemed"]["needed"]) == (23, 23)
    assert record["effective_on"] == clock.today().isoformat()
    told_everywhere(hall, enough, record)

    at(session.get(Meeting, hall.pk).answers_end)
    hall.log_in_again()
    record = hall.close(too_few)
    assert (record["outcome"], record["article"]) == ("not_deemed", "規約第12条第5項")
    assert (record["deemed"]["assents"], record["effective_on"]) == (22, None)
    told_everywhere(hall, too_few, record)
