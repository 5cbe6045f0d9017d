"""The pages of webhooks: the secretariat's, with the secret shown when asked for."""

from typing import Any

from sqlalchemy import select

from app.models.common.audit import AuditEntry
from app.models.news.webhook import Webhook
from tests.support import news
from tests.support.accounts import RoleClients, press

SENT = {"purpose": "市のサイト", "url": f"https://{news.RECEIVER}/in", "events": ["news.published"]}


def test_receiver_is_added_shown_rotated_turned_off_and_replayed(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    refused = desk.submit("/webhooks/", SENT)
    assert refused.status_code == 422 and "許可されていません" in refused.text
    assert "市のサイト" in refused.text
    news.allow(news.RECEIVER)
    assert desk.submit("/webhooks/", {**SENT, "url": "http://x.example.jp"}).status_code == 422
    path = desk.submit("/webhooks/", SENT).location
    hook = session.scalars(select(Webhook)).one()
    assert "whsec_" not in desk.get(path).text
    assert "whsec_" in press(desk, f"{path}/secret").text
    for verb in ("rotate", "off", "on"):
        assert press(desk, f"{path}/{verb}").status_code == 303, verb
    assert press(desk, f"{path}/nonsense").status_code == 404
    row = news.delivery(hook)
    assert press(desk, f"{path}/deliveries/{row.id}/replay").status_code == 303
    assert "お知らせの掲載" in desk.get(path).text
    found = session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "webhook")
    ).all()
    assert {f"webhook.{verb}" for verb in ("create", "reveal", "rotate", "replay")} <= set(found)
