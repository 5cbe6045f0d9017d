"""The header of a received mail, read so that no mail raises."""

import re
from collections.abc import Callable
from email.message import EmailMessage, Message
from email.policy import EmailPolicy, compat32
from email.utils import collapse_rfc2231_value
from typing import Any, TypeVar

from app.rules.common.text import unstacked

T = TypeVar("T")

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
LOST = "\ufffd"
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


def storable(text: str) -> str:
    """Return the text with U+FFFD in place of NUL and of bytes that are no UTF-8.

    Of marks heaped upon one sign only so many are kept as can be read in bearable time.
    """
    return unstacked(_UNSTORABLE.sub(LOST, text))


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
