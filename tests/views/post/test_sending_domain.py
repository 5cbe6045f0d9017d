"""The page of the sending domain tells the records to publish and what is wrong with the keys."""

from pathlib import Path

import pytest
from flask import Flask

from tests.mail.common.test_dkim import write_key
from tests.support.accounts import RoleClients


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_page_shows_records_and_faults(
    app: Flask, client_as: RoleClients, tmp_path: Path, role: str
) -> None:
    client = client_as(role)
    page = client.get("/sending-domain/").text
    assert "通知に署名していません" in page
    app.config["DKIM_KEYS"] = f"s3={tmp_path}/none,s2={write_key(tmp_path)}"
    app.config["MAIL_FROM"], app.config["SMTP_URL"] = "desk@example.jp", "smtp://relay.example.jp"
    page = client.get("/sending-domain/").text
    for wanted in (
        *("s2._domainkey.example.jp", "v=DKIM1; k=rsa; p=", "_dmarc.example.jp"),
        *("v=spf1 a:relay.example.jp ~all", "鍵 s3 は使えません", "署名に使用"),
    ):
        assert wanted in page
    assert "PRIVATE KEY" not in page and "s3._domainkey" not in page
