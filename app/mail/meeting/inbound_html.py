"""The HTML part of a mail as text, and all in it that may change what the text says."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from app.mail.meeting import inbound_style

LONGEST = 100_000
"""Characters of HTML that are read."""
DEEPEST = 100
"""Elements inside each other that are read."""
RULE = "_" * 32
"""A horizontal line, as mail programs write it in plain text."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DOCTYPE = re.compile(r"\A\s*<!doctype html[^<>]{0,200}>", re.IGNORECASE)
_NO_TAG = re.compile(
    r"""<(?!/?[a-z][\w:-]*+(?:\s++[^\s"'<>=/]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+"""
    r"""\s*+/?>)""",
    re.IGNORECASE,
)
"""A sign < that begins no whole tag: shown as it stands, and html.parser need not look for an end."""
_STRUCK = ("【取消線：", "】")
_HIDDEN = ("【見えない文字：", "】")


@dataclass(frozen=True)
class Page:
    """An HTML part as text."""

    text: str
    """One line a block; quotations are marked with `>`; struck and hidden text is named so."""
    faults: tuple[str, ...]
    """What may change the meaning, in words."""


def read(page: str) -> Page:
    """Return the page as text. It is never shown as HTML; nothing in it raises."""
    if len(page) > LONGEST:
        return Page("", (f"HTML形式の本文が長すぎます（{LONGEST:,}字まで）。",))
    reader = _Reader()
    tags, broken = _NO_TAG.subn("&lt;", _DOCTYPE.sub("", page, count=1))
    if broken:
        reader.faults["本文のHTMLに注釈（コメント）や、正しくないタグがあります。"] = None
    try:
        reader.feed(tags)
        reader.close()
    except (AssertionError, RecursionError, ValueError):  # html.parser on some broken pages
        reader.faults["本文のHTMLの形式が正しくありません。"] = None
    return Page(reader.finished(), tuple(reader.faults))


class _Reader(HTMLParser):
    """Collects lines; notes every tag, attribute and style that is not known to be harmless."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: dict[str, None] = {}
        self.lines: list[str] = []
        self.line = ""
        self.open: list[tuple[str, str]] = []  # tag, what closes the words about it
        self.quotes = 0
        self.href = ""
        self.link_begins = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: (value or "").lower() for name, value in attrs}
        self._judge(tag, attrs)
        if tag in inbound_style.BLOCKS or tag in ("br", "hr"):
            self._break(always=tag == "br")
        if tag == "hr":
            self.line = RULE
            self._break()
        if tag in inbound_style.VOID:
            return
        before, after = "", ""
        if inbound_style.strikes(tag, attributes):
            before, after = _STRUCK
        elif inbound_style.hides(tag, attributes) and tag not in inbound_style.UNSEEN:
            before, after = _HIDDEN
        self.line += before
        if len(self.open) >= DEEPEST:
            self.faults["本文のHTMLの入れ子が深すぎます。"] = None
            return
        self.open.append((tag, after))
        self.quotes += tag == "blockquote"
        if tag == "a":
            self.href, self.link_begins = dict(attrs).get("href") or "", len(self.line)

    def _judge(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        small = {name: (value or "").lower() for name, value in attrs}
        if inbound_style.strikes(tag, small):
            self.faults["本文に取消線の付いた部分があります。"] = None
        elif inbound_style.hides(tag, small) and tag not in inbound_style.UNSEEN:
            self.faults["本文に、見えないようにした部分があります。"] = None
        elif tag not in inbound_style.HARMLESS:
            self.faults[f"本文のHTMLに <{tag[:20]}> があります。"] = None
        if len(attrs) > len(small):
            self.faults[f"本文のHTMLの <{tag[:20]}> に同じ指定が二つあります。"] = None
        for name, value in attrs:
            if not inbound_style.is_harmless_attribute(tag, name, (value or "").lower()):
                words = f"{name[:20]}={(value or '')[:60]}"
                self.faults[f"本文に書式などの指定があります（{words}）。"] = None

    def handle_endtag(self, tag: str) -> None:
        if tag in inbound_style.VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            self.faults["本文のHTMLのタグの対応が正しくありません。"] = None
            if tag not in [each for each, _after in self.open]:
                return
        while self.open:
            closed, after = self.open.pop()
            self._close(closed, after)
            if closed == tag:
                return

    def _close(self, tag: str, after: str) -> None:
        self.line += after
        if tag == "a":
            self._check_link()
        if tag in inbound_style.BLOCKS:
            self._break()
        self.quotes -= tag == "blockquote"

    def _check_link(self) -> None:
        shown = _bare(self.line[self.link_begins :])
        if shown != _bare(self.href) and shown != _bare(self.href.partition(":")[2]):
            self.faults["本文のHTMLのリンクの文字と行き先が違います。"] = None
            self.line += f"【リンク：{self.href[:200]}】"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _after in self.open]
        if "style" in tags:
            if not inbound_style.is_harmless_sheet(data):
                self.faults["本文のHTMLに書式の指定（スタイルシート）があります。"] = None
        elif inbound_style.UNSEEN & {*tags}:
            if data.strip():
                self.faults["本文のHTMLに見えない文字があります。"] = None
                self.line += _HIDDEN[0] + " ".join(data.split()) + _HIDDEN[1]
        elif "pre" in tags:
            first, *rest = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.line += first
            for line in rest:
                self._break(always=True)
                self.line = line
        else:
            words = _SPACES.sub(" ", data)
            self.line += words if self.line else words.lstrip(" ")

    def _break(self, *, always: bool = False) -> None:
        """End the line; an empty one counts only where the page asks for it."""
        if always or self.line.strip(" "):
            self.lines.append("> " * self.quotes + self.line.strip(" "))
        self.line = ""

    def finished(self) -> str:
        """Return the text, after closing what the page left open."""
        if self.open:
            self.faults["本文のHTMLのタグの対応が正しくありません。"] = None
        while self.open:
            self._close(*self.open.pop())
        self._break()
        return "\n".join(self.lines)


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("/").lower()
