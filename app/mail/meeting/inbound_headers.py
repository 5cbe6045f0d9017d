"""The header of a received mail, read so that no mail raises; what in it may change the meaning."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage, Message
from email.policy import EmailPolicy, compat32
from email.utils import collapse_rfc2231_value
from typing import Any, TypeVar

T = TypeVar("T")

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


LONGEST = 2_000
"""Characters of a field that is parsed; the library takes very long over longer ones."""


class _Bounded(EmailPolicy):
    """The library's policy, parsing no more of a field than is bearable."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST])


POLICY = _Bounded()


def attempt(read: Callable[[], T], default: T) -> T:
    """Return what is read, or the default: the library fails in many ways on broken mails."""
    try:
        return read()
    except Exception:
        return default


def raw(message: EmailMessage, name: str) -> list[str]:
    """Return the field's values as they stand in the mail, unfolded, the topmost first."""
    return [
        str(value).replace("\r", "").replace("\n", "")
        for field, value in message.raw_items()
        if field.lower() == name.lower()
    ]


def parsed(message: EmailMessage, name: str) -> list[Any]:
    """Return the field's values, parsed; those that the library cannot parse are left out."""
    found = (
        attempt(lambda v=v: message.policy.header_fetch_parse(name, v), None)
        for v in raw(message, name)
        if len(v) <= LONGEST
    )
    return [value for value in found if value is not None]


def text(message: EmailMessage, name: str) -> str:
    """Return the field's first value in words, on one line; "" if there is none."""
    return next((" ".join(str(value).split()) for value in parsed(message, name)), "")


def addresses(message: EmailMessage, name: str) -> list[str]:
    """Return the mail addresses in these fields, in lower case."""
    return [
        address.addr_spec.lower()
        for value in parsed(message, name)
        for address in attempt(lambda value=value: value.addresses, ())
        if "@" in address.addr_spec
    ]


def sender(message: EmailMessage) -> str:
    """Return the address in From; "" unless there is exactly one."""
    found = addresses(message, "From")
    return found[0] if len(found) == 1 and len(raw(message, "From")) == 1 else ""


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


def content_type(part: Any) -> str:
    """Return the media type in lower case; text/plain where there is none or it is broken."""
    declared = raw(part, "Content-Type")
    if not declared:
        return "text/plain"
    kind = declared[0].partition(";")[0].strip().lower()
    return kind if kind.count("/") == 1 and " " not in kind else "text/plain"


def parameter(part: Any, name: str, field: str = "Content-Type") -> str:
    """Return a parameter of a structured field; "" where there is none."""
    value = next(iter(raw(part, field)), "")
    return str(attempt(lambda: _parameter(value, name, field), ""))


def _parameter(value: str, name: str, field: str) -> str:
    """Return the parameter as the library's older, more lenient parser reads it."""
    message = Message(policy=compat32)
    message[field] = value
    found = message.get_param(name, "", header=field)
    return collapse_rfc2231_value(found)
