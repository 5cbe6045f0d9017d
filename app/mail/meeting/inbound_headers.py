"""What in the header of a received mail matters to a reader, or may change the meaning."""

from collections.abc import Iterator
from email.message import EmailMessage

from app.mail.common.headers import LONGEST, addresses, attempt, parsed, sender

ONCE = frozenset(
    (
        *("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id"),
        *("in-reply-to", "references", "mime-version", "content-type"),
        *("content-transfer-encoding", "content-disposition"),
    )
)
"""Fields that stand once in a mail (RFC 5322 3.6, RFC 2045)."""
_LONG = {"references", "in-reply-to"}
"""Fields that grow with a conversation, and are not read."""
SAYING = {
    "comments": "Comments",
    "keywords": "Keywords",
    "content-description": "Content-Description",
    "x-message-flag": "X-Message-Flag",
    "expires": "Expires",
    "expiry-date": "Expiry-Date",
    "reply-by": "Reply-By",
    "supersedes": "Supersedes",
    "obsoletes": "Obsoletes",
    "resent-from": "Resent-From",
    "resent-sender": "Resent-Sender",
    "resent-to": "Resent-To",
}
"""Fields that say something beside the text, or about which text holds."""
_SHOWN = ("from", "sender", "reply-to", "to", "cc", "date", "subject", "auto-submitted")


def shown(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield the fields that matter to a reader, as often as they stand in the mail."""
    for name, value in message.raw_items():
        if name.lower() in _SHOWN or name.lower() in SAYING:
            yield name, _words(message, name, str(value))[:500]


def _words(message: EmailMessage, name: str, value: str) -> str:
    """Return the value decoded, on one line; a long one, or one that is broken, as it stands."""
    short = value if len(value) <= LONGEST else ""
    words = attempt(lambda: str(message.policy.header_fetch_parse(name, short)), "")
    return " ".join((words or value).split())


def faults(message: EmailMessage) -> Iterator[str]:
    """Yield what in the header may change who says what."""
    names = [name.lower() for name, _value in message.raw_items()]
    for name in sorted(ONCE):
        if names.count(name) > 1:
            yield f"メールのヘッダー {name.title()} が二つ以上あります。"
    for name, value in message.raw_items():
        if name.lower() in ONCE - _LONG and len(str(value)) > LONGEST:
            yield f"メールのヘッダー {name.title()} が長すぎます。"
    for name, spelt in SAYING.items():
        if name in names:
            yield f"本文のほかに書き添えがあります（ヘッダー {spelt}）。"
    author = sender(message)
    for name, words in (("Sender", "送信者"), ("Reply-To", "返信先")):
        if name.lower() in names and addresses(message, name) != [author]:
            yield f"差出人と{words}（{name}）が違います。"
    if any(attempt(lambda value=value: value.defects, ()) for value in parsed(message, "From")):
        yield "差出人の書き方が正しくありません。"
