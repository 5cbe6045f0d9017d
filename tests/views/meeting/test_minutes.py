"""The pages of minutes, results, resolution records, forms and tasks."""

import hashlib
import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.meeting.open_task import OpenTask
from app.models.meeting.resolution import ResolutionRecord
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.minutes import MinutesState
from app.services.meeting import minutes, proxies
from tests import factories
from tests.documents.papers import text_of
from tests.support import closed_meetings, records
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.desk import officer
from tests.support.forms import read_forms
from tests.support.queries import counted


def test_minutes_from_draft_to_publication(session: Any, client_as: RoleClients) -> None:
    desk, member, visitor = (client_as(role) for role in ("secretariat", "executive", "public"))
    meeting_id = closed_meetings.closed().id
    path = f"/meetings/{meeting_id}/minutes"
    assert member.get(path).status_code == 200
    assert "/draft" not in member.get(path).text
    assert desk.submit(path, form="/draft").status_code == 303
    page = desk.get(path).text
    assert "作成中" in page and "=課長 山田 太郎" in page and "=課長 ●●" in page
    assert visitor.get(f"/minutes/{meeting_id}").status_code == 404
    assert member.get(f"{path}.pdf").status_code == 404

    desk.submit(path, form="/confirm")
    assert "発言の要旨が記入されていない議題があります。" in desk.get(path).text
    session.expire_all()
    text = closed_meetings.filled_in(minutes.one(officer(), meeting_id)) + "\n　山田太郎が述べた。"
    values = {"text": text, "public_text": text}
    assert desk.submit(path, values, form=path).status_code == 303
    page = desk.get(path).text
    assert "公開用に個人の氏名が残っています" in page
    assert 'id="masked-places"' not in page, "nothing is masked"
    desk.submit(path, form="/confirm")
    assert "作成中" in desk.get(path).text
    assert desk.submit(path, values, form=path, press=("remask", "1")).status_code == 303
    page = desk.get(path).text
    assert "●●</mark>が述べた。" in page and "山田太郎が述べた。</span>" in page
    desk.submit(path, form="/confirm")
    assert "伏せた箇所をすべて見て" in desk.get(path).text
    assert desk.submit(path, {"looked": "y"}, form="/confirm").status_code == 303

    assert "山田太郎が述べた。" in member.get(path).text
    public = visitor.get(f"/minutes/{meeting_id}").text
    assert "●●が述べた。" in public and "山田" not in public
    assert f"/minutes/{meeting_id}" in visitor.get("/minutes").text
    assert "山田" in text_of(member.get(f"{path}.pdf").data)
    assert "山田" not in text_of(visitor.get(f"/minutes/{meeting_id}.pdf").data)
    assert "<textarea" not in desk.get(path).text


def test_conflicting_edit_is_refused_with_input_preserved(
    session: Any, client_as: RoleClients
) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    meeting_id = closed_meetings.drafted().meeting_id
    path = f"/meetings/{meeting_id}/minutes"
    (begun,) = (form for form in read_forms(second.get(path).text) if "public_text" in form.values)
    first.submit(path, {"text": "一", "public_text": "一"}, form=path)
    answer = second.post(path, data={**begun.values, "text": "二の文", "public_text": "二"})
    assert answer.status_code == 409
    assert "まだ保存していません。" in answer.text and "二の文" in answer.text
    session.expire_all()
    assert minutes.one(officer(), meeting_id).text == "一"


def test_empty_text_is_refused(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    path = f"/meetings/{closed_meetings.drafted().meeting_id}/minutes"
    answer = desk.submit(path, {"text": "", "public_text": ""}, form=path)
    assert answer.status_code == 422


def test_results_are_sent_to_members(session: Any, client_as: RoleClients) -> None:
    desk, second = client_as("secretariat"), client_as("secretariat")
    path = f"/meetings/{closed_meetings.closed().id}/minutes"
    assert desk.submit(path, form="/results").status_code == 303
    page = desk.get(path).text
    assert "あなたの提案です" in page and "承認して発信する" not in page
    assert "承認して発信する" in second.get(path).text
    assert second.submit(path, form="/results").status_code == 303
    assert "結果は34通の通知で知らせました。" in desk.get(path).text
    letters = select(OutboxMessage).where(OutboxMessage.purpose == "meeting_results")
    assert len(db.session.scalars(letters).all()) == 34


def test_past_meeting_can_have_minutes(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    path = f"/meetings/{records.past_meeting().id}/minutes"
    assert desk.submit(path, form="/draft").status_code == 303
    assert "【協議事項1】" in desk.get(path).text
    found = minutes.one(officer(), records.past_meeting().id)
    assert found.state is MinutesState.DRAFT


def test_sealed_record_is_verified_by_the_downloaded_program(
    session: Any, client_as: RoleClients, tmp_path: Path
) -> None:
    member, visitor = client_as("executive"), client_as("public")
    made = [records.passed(), records.written()]
    hashes = [record.hash for record in made]
    sequences = [record.sequence for record in made]
    program = tmp_path / "verify.py"
    program.write_bytes(visitor.get("/resolutions/verify.py").data)
    files = []
    for sequence, digest in zip(sequences, hashes, strict=True):
        answer = member.get(f"/resolutions/{sequence}/record.json")
        assert hashlib.sha256(answer.data).hexdigest() == digest
        name = re.search(r"filename=(\S+)", answer.headers["Content-Disposition"])
        assert name is not None and digest in name[1]
        files.append(tmp_path / name[1])
        files[-1].write_bytes(answer.data)
    done = subprocess.run(
        [sys.executable, "-I", str(program), *map(str, files)], capture_output=True, text=True
    )
    assert (done.returncode, "2件の記録は" in done.stdout) == (0, True), done.stdout
    content = json.loads(files[0].read_bytes()) | {"effect": "別の効果"}
    files[0].write_text(json.dumps(content), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(program), str(files[0])], capture_output=True)
    assert done.returncode == 1
    text = text_of(member.get(f"/resolutions/{sequences[0]}/record.pdf").data)
    assert hashes[0] in text and "賛成（挙手）" in text


def test_recount_shows_differences(session: Any, client_as: RoleClients) -> None:
    desk, member = client_as("secretariat"), client_as("executive")
    sequence = records.chaired().sequence
    path = f"/resolutions/{sequence}/record"
    assert "/recalculate" not in member.get(path).text
    answer = desk.submit(path, form="/recalculate")
    assert "すべて一致し、書き換えはありません。" in answer.text
    record = db.session.scalars(
        select(ResolutionRecord).where(ResolutionRecord.sequence == sequence)
    ).one()
    record.content = record.content | {"outcome": "rejected"}
    answer = desk.submit(path, form="/recalculate")
    assert "記録が、数え直した結果と一致しません" in answer.text
    assert "passed" in answer.text and "rejected" in answer.text


def test_public_register_lists_passed_resolutions_only(
    session: Any, client_as: RoleClients
) -> None:
    visitor = client_as("public")
    passed, rejected = records.passed(), records.rejected()
    numbers = passed.sequence, rejected.sequence
    reason, title = passed.reason, rejected.item.title
    page = visitor.get("/resolutions/").text
    assert f"/resolutions/{numbers[0]}" in page and title not in page
    assert reason in visitor.get(f"/resolutions/{numbers[0]}").text
    assert "/record" not in visitor.get(f"/resolutions/{numbers[0]}").text
    assert visitor.get(f"/resolutions/{numbers[1]}").status_code == 404
    assert visitor.get("/resolutions/999").status_code == 404


def test_forms_are_filled_for_the_own_organisation(session: Any, client_as: RoleClients) -> None:
    meeting, item = hall.in_session()
    own = factories.founding_member("鳥取県弁護士会")
    other = factories.founding_member("鳥取市")
    member, desk = client_as("executive", own), client_as("secretariat")
    proxies.file(
        officer(),
        meeting.id,
        own.id,
        other.id,
        way=hall.AnswerWay.LOGIN,
        covers_all=False,
        instructions={item.id: Choice.AGAINST},
    )
    session.commit()
    path = f"/meetings/{meeting.id}"
    filled = text_of(member.get(f"{path}/proxy-form.pdf").data)
    assert "鳥取県弁護士会" in filled and "鳥取市" in filled and "■反対" in filled
    foreign = text_of(member.get(f"{path}/proxy-form.pdf?member={other.id}").data)
    assert "鳥取県弁護士会" in foreign
    blank = text_of(member.get(f"{path}/proxy-form.pdf?blank=1").data)
    assert "鳥取県弁護士会" not in blank and "■" not in blank
    assert "■反対" in text_of(desk.get(f"{path}/proxy-form.pdf?member={own.id}").data)
    assert "■" not in text_of(desk.get(f"{path}/proxy-form.pdf").data)
    assert "□オンラインで出席" in text_of(member.get(f"{path}/answer-form.pdf").data)
    assert desk.get(f"{path}/proxy-form.pdf?member=x").status_code == 400
    assert desk.get(f"{path}/proxy-form.pdf?member=99999").status_code == 404


def test_workbook_is_a_download_without_formulas(session: Any, client_as: RoleClients) -> None:
    member = client_as("executive")
    answer = member.get(f"/meetings/{closed_meetings.closed().id}/record.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheets = ZipFile(BytesIO(answer.data))
    assert not any(b"<f>" in sheets.read(name) for name in sheets.namelist())


def test_task_from_entry_to_completion(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    item = closed_meetings.discussed()
    values = {"item": str(item.id), "text": "一覧を作る", "who": "", "due_on": "2020-04-01"}
    assert desk.submit("/open-tasks/new", values).status_code == 422
    assert desk.submit("/open-tasks/new", values | {"who": "事務局"}).status_code == 303
    page = desk.get("/open-tasks/").text
    assert "一覧を作る" in page and "期限超過" in page
    task = db.session.scalars(select(OpenTask)).one()
    path = f"/open-tasks/{task.id}"
    changed = {"text": "窓口の一覧を作る", "who": "県", "due_on": ""}
    assert desk.submit(path, changed, form=path).status_code == 303
    assert "窓口の一覧を作る" in desk.get("/open-tasks/").text
    assert desk.submit(path, {"note": "公開した"}, form="/finish").status_code == 303
    assert "窓口の一覧を作る" not in desk.get("/open-tasks/").text
    assert "公開した" in desk.get("/open-tasks/?state=done").text
    assert desk.submit(path, form="/reopen").status_code == 303
    assert "窓口の一覧を作る" in desk.get("/open-tasks/").text


def test_pages_take_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    drafted = closed_meetings.drafted().meeting_id
    confirmed = closed_meetings.confirmed().meeting_id
    for _ in range(2):
        closed_meetings.task()
    pages = {
        f"/meetings/{drafted}/minutes": 12,
        f"/minutes/{confirmed}": 6,
        "/minutes": 7,
        "/resolutions/": 6,
        "/resolutions/1/record": 6,
        "/open-tasks/": 6,
    }
    found = {}
    for path in pages:
        desk.get(path)
        with counted(app) as statements:
            desk.get(path)
        found[path] = len(statements)
    assert {path: count for path, count in found.items() if count > pages[path]} == {}, found
