"""Signing of letters (DKIM, RFC 6376)."""

import dkim

from app.mail.common.dkim_keys import DkimKey

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to", "auto-submitted"),
    *("mime-version", "content-type", "content-transfer-encoding"),
    *("list-unsubscribe", "list-unsubscribe-post"),  # RFC 8058 asks for their signature
)
"""Fields of a letter that are signed, where they are there."""


class DkimSigner:
    """Signs with one key, as the domain of the sender. The whole text is signed (no l=)."""

    def __init__(self, domain: str, key: DkimKey) -> None:
        self._domain, self._key = domain.encode("idna"), key

    def sign(self, content: bytes) -> bytes:
        """Return the message with the signature before it. Raises dkim.DKIMException."""
        head = content.partition(b"\r\n\r\n")[0].lower()
        names = [name.encode() for name in SIGNED if f"\n{name}:".encode() in b"\n" + head]
        signature: bytes = dkim.sign(
            content,
            self._key.selector.encode(),
            self._domain,
            self._key.private,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
        return signature + content
