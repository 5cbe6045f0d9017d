"""Pages of a proposal: drafted, put on the agenda, handed over, answered; what everybody reads."""

from typing import Any

from app import clock
from app.models.policy.proposal import Proposal
from app.rules.states.policy.proposal import ProposalState
from app.services.registers import entries
from tests import factories
from tests.support import meetings as hall
from tests.support import proposals as made
from tests.support.accounts import RoleClients, press
from tests.support.queries import counted
from tests.support.register_samples import entry, typed, values

DAY = clock.today


def test_proposal_from_the_draft_to_the_agenda(session: Any, client_as: RoleClients) -> None:
    author, desk = client_as("executive"), client_as("secretariat")
    sent = typed(Proposal, values(Proposal)) | {"name": "居場所への支援"}
    path = author.submit("/proposals/new", sent).location
    joint = factories.member(name="特定非営利活動法人ともしび")
    form = f"{path}/authors"
    assert author.submit(form, {"organisation_id": ""}, form=form).status_code == 422
    assert author.submit(form, {"organisation_id": str(joint.id)}, form=form).status_code == 303
    assert "ともしび" in client_as("general").get(path).text
    assert client_as("public").get(path).status_code == 404
    assert "未同意" in author.get(path).text
    agreed = f"{path}/authors/{joint.id}/agree"
    assert press(author, agreed).status_code == 404, "for another body"
    assert press(desk, agreed).status_code == 303
    assert press(author, f"{path}/steps/submit").status_code == 303
    assert author.get(f"{path}/edit").status_code == 404
    assert "会議に付議" in author.get(path).text

    waiting = desk.get("/proposals/waiting").text
    assert "会議の議題にするもの" in waiting and "居場所への支援" in waiting
    assert "次の手続を待っている政策提言" in desk.get("/").text
    meeting = hall.planned()
    add = f"/meetings/{meeting.id}/items/new?sort=proposal"
    assert "sort=proposal" in desk.get(f"/meetings/{meeting.id}").text
    answer = desk.submit(add, {"subject": path.rsplit("/", 1)[1], "title": "政策提言について"})
    assert answer.status_code == 303, answer.text
    assert "が、プラットフォーム" not in desk.get(add).text
    assert "先に、幹事団体が政策提言を会議に付議する必要があります。" in desk.get(add).text
    assert "居場所への支援" in desk.get(f"/meetings/{meeting.id}").text
    item = meeting.items[0]
    edit = f"/meetings/{meeting.id}/items/{item.id}/edit"
    assert desk.submit(edit, {"title": "政策提言（修正）"}).status_code == 303
    assert item.subject == path.rsplit("/", 1)[1]
    assert press(desk, f"{path}/steps/send_back").status_code == 303
    assert entries.one(Proposal, item.subject).state is ProposalState.SUBMITTED


def test_secretariat_hands_over_and_records_answer_and_measure(
    session: Any, client_as: RoleClients
) -> None:
    proposal = made.decided()
    desk, path = client_as("secretariat"), f"/proposals/{proposal.public_id}"
    day = DAY().isoformat()
    over = {"section": "孤独・孤立対策課", "day": day, "due_on": day}
    refused = desk.submit(f"{path}/hand_over", over)
    assert refused.status_code == 422 and "孤独・孤立対策課" in refused.text
    over["due_on"] = "2099-01-31"
    assert desk.submit(f"{path}/hand_over", over).status_code == 303
    paper = desk.get(f"{path}/paper.pdf")
    assert paper.data.startswith(b"%PDF")
    given = {"outcome": "adopted", "reason": "予算に計上した。", "section": "課", "day": day}
    assert desk.submit(f"{path}/answers", {**given, "day": "2001-01-01"}).status_code == 422
    assert desk.submit(f"{path}/answers", given).status_code == 303
    done = {"text": "補助金を設けた。", "state": "done", "day": day}
    assert desk.submit(f"{path}/measures", done).status_code == 303
    visitor = client_as("public")
    for page in (path, "/proposals/became"):
        text = visitor.get(page).text
        assert "採択" in text and "補助金を設けた。" in text
    assert "次郎" not in visitor.get(path).text
    assert "/edit" not in visitor.get(path).text
    assert press(desk, f"{path}/steps/close").status_code == 303
    assert "終了" in visitor.get(path).text


def test_list_of_what_became_takes_few_queries(
    app: Any, session: Any, client_as: RoleClients
) -> None:
    for _ in range(12):
        entry(Proposal, decided_on=DAY(), handed_on=DAY())
    desk = client_as("secretariat")
    for path in ("/proposals/became", "/proposals/waiting"):
        desk.get(path)
        with counted(app) as statements:
            assert desk.get(path).status_code == 200
        assert len(statements) <= 6, statements
