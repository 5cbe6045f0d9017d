"""The parts of a received mail: its text as plain text and as HTML, attachments, and its form.

*reading*: a mail says one thing only if it is one text, as plain text or HTML or both
(multipart/alternative). Whatever else is part of it is shown to a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from app.mail.common import japanese
from app.mail.common.headers import LONGEST, attempt, content_type, parameter, raw
from app.mail.meeting import inbound_html

_ENCODINGS = ("", "7bit", "8bit", "binary", "base64", "quoted-printable")
_PREAMBLE = "This is a multi-part message in MIME format."
MOST = 30
"""Parts that are looked at."""
MOST_TEXTS = 5
"""Parts that are read as text; more are attachments."""


@dataclass(frozen=True)
class Text:
    """One text part."""

    text: str
    """As plain text; of HTML, what is struck out or hidden is named so."""
    is_html: bool


@dataclass(frozen=True)
class Attachment:
    """A part that is no text of the mail."""

    name: str
    media_type: str
    size: int
    """In bytes."""


@dataclass(frozen=True)
class Parts:
    """All parts, and what in their form may change the meaning."""

    texts: tuple[Text, ...]
    attachments: tuple[Attachment, ...]
    faults: tuple[str, ...]
    damaged: bool
    """Whether some characters could not be decoded."""


def read(message: EmailMessage) -> Parts:
    """Return the mail's parts. Nothing in the mail raises."""
    texts: list[Text] = []
    attachments: list[Attachment] = []
    faults: dict[str, None] = {}
    damaged = False
    for count, part in enumerate(_leaves(message)):
        if count >= MOST:
            faults["メールの部分が多すぎます。"] = None
            break
        faults.update(dict.fromkeys(_faults(part)))
        if _is_text(part) and len(texts) < MOST_TEXTS:
            words, is_damaged = _decoded(part, faults)
            damaged = damaged or is_damaged
            is_html = content_type(part) == "text/html"
            if is_html:
                page = inbound_html.read(words)
                words = page.text
                faults.update(dict.fromkeys(page.faults))
            texts.append(Text(words, is_html))
        else:
            attachments.append(_attachment(part))
        if _defects(part):
            faults["メールの形式が正しくありません。"] = None
    faults.update(dict.fromkeys(_of_form(message, texts, attachments)))
    return Parts(tuple(texts), tuple(attachments), tuple(faults), damaged)


def _leaves(message: EmailMessage) -> Iterator[Any]:
    """Yield the parts that hold something; a mail inside the mail is one part."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload() if content_type(part).startswith("multipart/") else None
        if isinstance(inside, list):
            waiting += reversed(inside)
        else:
            yield part


def _is_text(part: Any) -> bool:
    disposition = next(iter(raw(part, "Content-Disposition")), "").partition(";")[0].strip().lower()
    return (
        content_type(part) in ("text/plain", "text/html")
        and disposition in ("", "inline")
        and not _file_name(part)
    )


def _file_name(part: Any) -> str:
    name = parameter(part, "filename", "Content-Disposition") or parameter(part, "name")
    return str(attempt(lambda: str(part.policy.header_fetch_parse("Subject", name)), name))


def _attachment(part: Any) -> Attachment:
    payload = attempt(lambda: part.get_payload(decode=True), None)
    if not isinstance(payload, bytes):
        payload = attempt(lambda: b"".join(each.as_bytes() for each in part.get_payload()), b"")
    name = " ".join(_file_name(part).split())[:200]
    return Attachment(name, content_type(part)[:100], len(payload))


def _decoded(part: Any, faults: dict[str, None]) -> tuple[str, bool]:
    payload = attempt(lambda: part.get_payload(decode=True), None)
    if not isinstance(payload, bytes):
        return "", True
    charset = parameter(part, "charset")
    if not japanese.is_known(charset, payload):
        faults["文字コードの指定が本文と合いません。"] = None
    return japanese.decode(payload, charset)


def _faults(part: Any) -> Iterator[str]:
    encodings = [
        value.partition("(")[0].strip().lower() for value in raw(part, "Content-Transfer-Encoding")
    ]
    if len(encodings) > 1 or not {*encodings} <= {*_ENCODINGS}:
        yield "メールの符号化（Content-Transfer-Encoding）が通常のものでありません。"
    for name in ("Content-Type", "Content-Disposition", "Content-Description"):
        if len(raw(part, name)) > (name != "Content-Description"):
            yield f"メールの部分のヘッダー {name} が通常のものでありません。"

    fields = [value for name, value in part.raw_items() if name.lower().startswith("content-")]
    if any(len(str(value)) > LONGEST for value in fields):
        yield "メールの部分のヘッダーが長すぎます。"


def _defects(part: Any) -> bool:
    return bool(getattr(part, "defects", None))


def _of_form(
    message: EmailMessage, texts: list[Text], attachments: list[Attachment]
) -> Iterator[str]:
    for part in attachments:
        yield f"添付ファイルなど、本文でない部分があります（{part.name or part.media_type}）。"
    form = [content_type(message), *(text.is_html for text in texts)]
    kinds = [text.is_html for text in texts]
    if form[0].startswith("multipart/") and (
        form[0] != "multipart/alternative" or kinds != [False, True]
    ):
        yield "本文が一つの文章でなく、いくつかの部分に分かれています。"
    for part in attempt(lambda: list(message.walk()), []):
        if not content_type(part).startswith("multipart/"):
            continue
        before, after = (
            str(getattr(part, name) or "").strip() for name in ("preamble", "epilogue")
        )
        if after or before not in ("", _PREAMBLE):
            yield "メールの部分の外に文字があります。"
        if _defects(part):
            yield "メールの形式が正しくありません。"
