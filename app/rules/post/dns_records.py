"""The DNS records that make mail servers believe that our letters are ours (SPF, DKIM, DMARC)."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address
from typing import NamedTuple

from app.rules.post.routes import domain_of

LONGEST = 255
"""Characters of one string of a TXT record (RFC 1035)."""


class DnsRecord(NamedTuple):
    """A TXT record to publish."""

    kind: str
    """SPF, DKIM or DMARC."""
    name: str
    value: str

    @property
    def strings(self) -> list[str]:
        """The value in parts that fit into a TXT record."""
        return [self.value[at : at + LONGEST] for at in range(0, len(self.value), LONGEST)]


def records(
    *,
    sender: str,
    bounce_mailbox: str,
    hosts: Sequence[str],
    keys: Iterable[tuple[str, str]],
    reports_to: str,
) -> list[DnsRecord]:
    """Return the records for a sender's address.

    hosts: our mail servers. keys: (selector, public key). reports_to: whom other servers tell, once
    a day, what they got in our name; "" for nobody.
    """
    domain = domain_of(sender)
    spf = " ".join(("v=spf1", *(list(_places(hosts)) or ("a", "mx")), "~all"))
    envelopes = dict.fromkeys((domain_of(bounce_mailbox) or domain, domain))
    return [
        *(DnsRecord("SPF", each, spf) for each in envelopes),
        *(
            DnsRecord("DKIM", f"{selector}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={public}")
            for selector, public in keys
        ),
        DnsRecord(
            "DMARC",
            f"_dmarc.{domain}",
            "v=DMARC1; p=none" + (f"; rua=mailto:{reports_to}" if reports_to else ""),
        ),
    ]


def _places(hosts: Iterable[str]) -> Iterator[str]:
    for host in dict.fromkeys(hosts):
        try:
            address = ip_address(host)
        except ValueError:
            if host and host != "localhost":
                yield f"a:{host}"
        else:
            if not address.is_loopback:
                yield f"ip{address.version}:{host}"
