"""Which mail server takes the letters to a domain."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

SPOOL = "spool"
"""The destination of letters where no mail server is configured: files of the instance folder."""


def domain_of(address: str) -> str:
    """Return the domain of a mail address, in small letters."""
    return address.rpartition("@")[2].strip().casefold()


class Servers(NamedTuple):
    """The mail servers by URL: one for all letters (empty for the spool), and those for a domain."""

    default: str
    by_domain: Mapping[str, str]

    def url_for(self, domain: str) -> str:
        """Return the URL for a domain: `lg.jp` holds for `pref.tottori.lg.jp`, the closest first."""
        parts = domain.split(".")
        above = (".".join(parts[start:]) for start in range(len(parts)))
        return next(
            (self.by_domain[name] for name in above if name in self.by_domain), self.default
        )

    def destination_for(self, domain: str) -> str:
        """Return the name of the server for a domain."""
        return destination(self.url_for(domain))


def destination(url: str) -> str:
    """Return the name of a server without its credentials: host and port."""
    if not url:
        return SPOOL
    parts = urlsplit(url)
    return (
        f"{parts.hostname or 'localhost'}:{parts.port or (465 if parts.scheme == 'smtps' else 25)}"
    )
