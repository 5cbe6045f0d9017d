"""Which server takes the letters to which domain."""

import pytest

from app.rules.post.routes import SPOOL, Servers, destination, domain_of

SERVERS = Servers(
    "smtp://user:secret@relay.example.jp:587",
    {"lg.jp": "smtps://lgwan.example.jp", "pref.tottori.lg.jp": "smtp://here"},
)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("a@example.com", "relay.example.jp:587"),
        ("a@town.lg.jp", "lgwan.example.jp:465"),
        ("a@LG.jp", "lgwan.example.jp:465"),
        ("a@nolg.jp", "relay.example.jp:587"),
        ("a@pref.tottori.lg.jp", "here:25"),
        ("a@kita.pref.tottori.lg.jp", "here:25"),
        ("", "relay.example.jp:587"),
    ],
)
def test_closest_domain_decides(address: str, name: str) -> None:
    assert SERVERS.destination_for(domain_of(address)) == name


def test_destination_tells_no_credentials() -> None:
    assert destination(SERVERS.default) == "relay.example.jp:587"
    assert destination("") == SPOOL
