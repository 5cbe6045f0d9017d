"""The DNS records to publish, computed from keys and settings."""

from app.rules.post.dns_records import records


def test_records_for_sender_envelope_and_keys() -> None:
    found = records(
        sender="desk@example.jp",
        bounce_mailbox="b@bounce.example.jp",
        hosts=["relay.example.jp", "192.0.2.1", "2001:db8::1", "127.0.0.1", "localhost", ""],
        keys=[("s2", "B" * 400), ("s1", "A" * 10)],
        reports_to="office@example.jp",
    )
    spf = "v=spf1 a:relay.example.jp ip4:192.0.2.1 ip6:2001:db8::1 ~all"
    assert [(each.kind, each.name, each.value) for each in found] == [
        ("SPF", "bounce.example.jp", spf),
        ("SPF", "example.jp", spf),
        ("DKIM", "s2._domainkey.example.jp", "v=DKIM1; k=rsa; p=" + "B" * 400),
        ("DKIM", "s1._domainkey.example.jp", "v=DKIM1; k=rsa; p=" + "A" * 10),
        ("DMARC", "_dmarc.example.jp", "v=DMARC1; p=none; rua=mailto:office@example.jp"),
    ]
    assert [len(part) for part in found[2].strings] == [255, 163]


def test_same_domain_has_one_spf_record() -> None:
    found = records(sender="desk@example.jp", bounce_mailbox="", hosts=[], keys=[], reports_to="")
    assert [(each.kind, each.value) for each in found] == [
        ("SPF", "v=spf1 a mx ~all"),
        ("DMARC", "v=DMARC1; p=none"),
    ]
