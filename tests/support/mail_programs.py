"""A member's answer as the usual mail programs send it, with the quoted notice below or above.

Shapes as seen in such mails; every person, address and organisation in them is made up.
"""

from collections.abc import Callable
from email.encoders import encode_base64
from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from html import escape
from textwrap import wrap
from typing import NamedTuple

CANONICAL = "\r\n"


class Reply(NamedTuple):
    """What every program is given."""

    author: str
    to: str
    subject: str
    """Of the notice."""
    notice_from: str
    notice: str
    answer: str
    """What the member writes."""
    authserv: str = "mx.example.jp"


def plain(
    reply: Reply, text: str, *, charset: str = "utf-8", kind: str = "", re: str = "Re"
) -> bytes:
    """Return a mail of one plain text. kind: further parameters of its Content-Type."""
    message = EmailMessage(policy=SMTP)
    message["Content-Type"] = f'text/plain; charset="{charset}"{kind}'
    message["Content-Transfer-Encoding"] = "base64"
    body = MIMEText("", "plain", "utf-8")
    body.set_payload(text.replace("\n", CANONICAL).encode(charset))
    del body["Content-Transfer-Encoding"]
    encode_base64(body)
    message.set_payload(body.get_payload())
    _address(message, reply, re)
    return message.as_bytes()


def alternative(reply: Reply, text: str, page: str, *, re: str = "Re") -> bytes:
    """Return a mail of the same text, plain and as HTML."""
    message = MIMEMultipart("alternative")
    message.attach(MIMEText(text, "plain", "utf-8"))
    message.attach(MIMEText(page, "html", "utf-8"))
    _address(message, reply, re)
    return message.as_bytes()


def html(reply: Reply, page: str, *, re: str = "Re") -> bytes:
    """Return a mail of HTML only."""
    message = MIMEText(page, "html", "utf-8")
    _address(message, reply, re)
    return message.as_bytes()


def _address(message: EmailMessage | MIMEMultipart | MIMEText, reply: Reply, re: str) -> None:
    domain = reply.author.rpartition("@")[2]
    fields = {
        "Authentication-Results": (
            f"{reply.authserv}; dkim=pass header.d={domain}; spf=pass smtp.mailfrom={reply.author}"
        ),
        "Received": f"from relay.{domain} by {reply.authserv}; Wed, 25 Nov 2026 10:05:00 +0900",
        "From": reply.author,
        "To": reply.to,
        "Subject": Header(f"{re}: {reply.subject}", "utf-8").encode(maxlinelen=0),
        "Date": "Wed, 25 Nov 2026 10:04:58 +0900",
        "Message-ID": f"<answer-{len(reply.answer)}@{domain}>",
        "In-Reply-To": "<notice@kodoku-platform>",
    }
    for name, value in fields.items():
        message[name] = value


def marked(text: str, sign: str = "> ") -> str:
    """Return the text as a quotation."""
    return "\n".join(f"{sign}{line}".rstrip() for line in text.splitlines())


def _without_signature(text: str) -> str:
    return text.partition("\n-- \n")[0].rstrip()


def _wrapped(text: str, width: int = 36) -> str:
    """Return the text with its long lines wrapped, as many programs quote."""
    return "\n".join("\n".join(wrap(line, width) or [""]) for line in text.splitlines())


def _divs(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())


def gmail(reply: Reply) -> bytes:
    head = f"2026年11月25日(水) 10:00 <{reply.notice_from}>:"
    answer = "<br>".join(escape(line) for line in reply.answer.splitlines())
    quoted = "<br>\r\n".join(escape(line) for line in reply.notice.splitlines())
    page = (
        f'<div dir="ltr">{answer}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">2026年11月25日(水) 10:00 &lt;<a href="mailto:{reply.notice_from}">'
        f"{reply.notice_from}</a>&gt;:<br></div>"
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid '
        f'rgb(204,204,204);padding-left:1ex">{quoted}<br>\r\n</blockquote></div>\r\n'
    )
    text = f"{reply.answer}\n\n{head}\n\n{marked(reply.notice)}\n"
    return alternative(reply, text, page)


def gmail_app(reply: Reply) -> bytes:
    """Gmail with a long name of ours: the head is wrapped."""
    head = f"2026年11月25日(水) 10:00 とっとり孤独・孤立対策官民連携プラットフォーム事務局 <\n{reply.notice_from}>:"
    return plain(reply, f"{reply.answer}\n\n{head}\n\n{marked(reply.notice)}\n")


def outlook(reply: Reply) -> bytes:
    original = (
        f"-----Original Message-----\nFrom: {reply.notice_from} <{reply.notice_from}> \n"
        f"Sent: Wednesday, November 25, 2026 10:00 AM\nTo: {reply.author}\n"
        f"Subject: {reply.subject}\n\n{_wrapped(reply.notice)}"
    )
    return plain(reply, f"{reply.answer}\n\n{original}\n", charset="iso-2022-jp", re="RE")


def outlook_in_japanese(reply: Reply) -> bytes:
    original = (
        f"-----元のメッセージ-----\n差出人: {reply.notice_from} \n送信日時: 2026年11月25日水曜日 10:00\n"
        f"宛先: {reply.author}\n件名: {reply.subject}\n\n{reply.notice}"
    )
    return plain(reply, f"{reply.answer}\n\n{original}\n", re="RE")


def outlook_on_the_web(reply: Reply) -> bytes:
    style = "font-family: Aptos, Aptos_EmbeddedFont, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"
    answer = "".join(
        f'<div class="elementToProof" style="{style}">{escape(line) or "<br>"}</div>'
        for line in reply.answer.splitlines()
    )
    page = (
        '<html><head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n'
        '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>\n'
        f'</head>\n<body dir="ltr">\n{answer}<div id="appendonsend"></div>\n'
        '<hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f"差出人: {reply.notice_from} &lt;{reply.notice_from}&gt;<br>送信日時: 2026年11月25日 10:00<br>"
        f"宛先: {reply.author} &lt;{reply.author}&gt;<br>件名: {escape(reply.subject)}<div>&nbsp;</div></div>"
        f'<div style="font-size: 11pt;">{_divs(reply.notice)}</div></body></html>'
    )
    text = (
        f"{reply.answer}\n\n________________________________\n差出人: {reply.notice_from} <{reply.notice_from}>\n"
        f"送信日時: 2026年11月25日 10:00\n宛先: {reply.author} <{reply.author}>\n件名: {reply.subject}\n\n"
        f"{reply.notice}\n"
    )
    return alternative(reply, text, page, re="RE")


def iphone(reply: Reply) -> bytes:
    quoted = marked(f"2026/11/25 10:00、{reply.notice_from}のメール:\n\n\ufeff{reply.notice}")
    return plain(reply, f"{reply.answer}\n\niPhoneから送信\n\n{quoted}\n")


def iphone_html(reply: Reply) -> bytes:
    answer = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in reply.answer.splitlines())
    page = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body dir="auto">{answer}<div><br></div><div dir="ltr">iPhoneから送信</div>'
        f'<div dir="ltr"><br><blockquote type="cite">2026/11/25 10:00、{reply.notice_from}のメール:<br><br>'
        '</blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff'
        + "<br>".join(f"<span>{escape(line)}</span>" for line in reply.notice.splitlines())
        + "</div></blockquote></body></html>"
    )
    return html(reply, page)


def docomo(reply: Reply) -> bytes:
    original = f"----- Original Message -----\nFrom: {reply.notice_from}\nTo: {reply.author}\nDate: 2026/11/25 10:00:00\nSubject: {reply.subject}"
    return plain(reply, f"{reply.answer}\n\n{original}\n\n{reply.notice}", charset="shift_jis")


def telephone_without_quotation(reply: Reply) -> bytes:
    return plain(reply, f"{reply.answer}\n", charset="iso-2022-jp")


def thunderbird(reply: Reply) -> bytes:
    head = f"On 2026/11/25 10:00, {reply.notice_from} wrote:"
    quoted = marked(_wrapped(_without_signature(reply.notice)))
    text = f"{head}\n{quoted}\n\n{reply.answer}\n"
    return plain(reply, text, kind="; format=flowed")


def thunderbird_html(reply: Reply) -> bytes:
    answer = "".join(f"<p>{escape(line)}<br>\n</p>" for line in reply.answer.splitlines())
    page = (
        '<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n'
        f'  </head>\n  <body>\n    <div class="moz-cite-prefix">2026/11/25 10:00, {reply.notice_from} wrote:<br>\n    </div>\n'
        f'    <blockquote type="cite" cite="mid:notice@kodoku-platform">\n      <pre class="moz-quote-pre" wrap="">'
        f"{escape(_without_signature(reply.notice))}\n</pre>\n    </blockquote>\n    {answer}\n  </body>\n</html>\n"
    )
    return html(reply, page)


def apple_mail(reply: Reply) -> bytes:
    quoted = marked(reply.notice)
    return plain(
        reply, f"{reply.answer}\n\n> 2026/11/25 10:00、{reply.notice_from}のメール:\n> \n{quoted}\n"
    )


def garoon(reply: Reply) -> bytes:
    head = f'"{reply.notice_from}" <{reply.notice_from}> wrote:'
    return plain(
        reply, f"{reply.answer}\n\n{head}\n{marked(reply.notice, '>')}\n", charset="iso-2022-jp"
    )


def becky(reply: Reply) -> bytes:
    head = f"On Wed, 25 Nov 2026 10:00:00 +0900\n{reply.notice_from} wrote:"
    return plain(
        reply, f"{reply.answer}\n\n{head}\n\n{marked(reply.notice)}\n", charset="iso-2022-jp"
    )


def inline(reply: Reply) -> bytes:
    """The notice is quoted line by line, and the answer stands below it."""
    head = f"2026年11月25日(水) 10:00 <{reply.notice_from}>:"
    return plain(reply, f"{head}\n{marked(reply.notice)}\n\n{reply.answer}\n")


PROGRAMS: tuple[Callable[[Reply], bytes], ...] = (
    *(gmail, gmail_app, outlook, outlook_in_japanese, outlook_on_the_web, iphone, iphone_html),
    *(docomo, telephone_without_quotation, thunderbird, thunderbird_html, apple_mail, garoon),
    *(becky, inline),
)
