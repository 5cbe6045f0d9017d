"""The number of a letter is typed on its entry in the outbox."""

import re
from typing import Any

from app.rules.common.office_settings import Section
from app.services.common import settings
from tests.support import meeting_desk
from tests.support.accounts import RoleClients
from tests.support.desk import officer


def test_notice_of_a_meeting_goes_once_its_number_is_typed(
    session: Any, client_as: RoleClients
) -> None:
    settings.change(officer(), Section.NUMBERS, {"numbering": "typed"})
    pk = meeting_desk.submitted()["pk"]
    desk = client_as("secretariat")
    assert desk.submit(f"/meetings/{pk}", form="/approve").status_code == 303
    waiting = desk.get("/outbox/?state=unnumbered").text
    notice = desk.get(re.findall(r'href="(/notices/\d+)"', waiting)[0]).text
    page = re.findall(r'href="(/outbox/\d+)"', notice)[0]
    assert "文書番号を待っています" in desk.get(page).text
    assert desk.submit(page, {"number": "　"}, form="/number").status_code == 422
    sent = desk.submit(page, {"number": "第202600012345号", "to_all": "y"}, form="/number")
    assert sent.status_code == 303
    assert "第202600012345号" in desk.get(page).text
    assert "文書番号待ち" not in desk.get("/outbox/").text
