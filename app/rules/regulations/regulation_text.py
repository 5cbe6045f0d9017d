"""A regulation (規約, 要領, 法) as editable plain text, and back into its structure.

    第１条（名称）
    本会は、…と称する。
    ２　第二項。
    （１）見出し　第一号。

Chapters (第一章　総則), 附則 and 別表 are on separate lines. The structure is that of
app/models/regulations/regulation.py; a line that starts no new element continues the text before it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_DIGITS = "0-9０-９一二三四五六七八九十百"
_CHAPTER = re.compile(rf"(第[{_DIGITS}]+章)　*(.*)")
_ARTICLE = re.compile(rf"(第([{_DIGITS}]+)条(?:の([{_DIGITS}]+))?)(?:（(.+)）)?")
_SUPPLEMENT = re.compile(r"(附則)(?:（(.+)）)?(　抄)?")
_ANNEX = re.compile(rf"別表(?:第[{_DIGITS}]+)?")
_PARAGRAPH = re.compile(r"([0-9０-９]+)　(.*)")
_ITEM = re.compile(r"(（[0-9０-９]+）|[一二三四五六七八九十]+(?=　))　*(.*)")
_HEADING = re.compile(r"([^　、。]{1,20})　(.+)")
_KANJI = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}

Structure = dict[str, Any]
NOTHING: Structure = {"chapters": [], "supplementary": [], "annexes": []}
"""An empty text."""


def written(text: Mapping[str, Any]) -> str:
    """Return the body of the text for editing: chapters, 附則 and 別表."""
    return "\n".join(_lines(text)).strip() + "\n"


def parsed(body: str, before: Mapping[str, Any]) -> Structure:
    """Return the structure of an edited body. before: the version edited, whose metadata is kept.

    Raises ValueError, in Japanese, for a body that cannot be parsed as articles.
    """
    reader = _Reader()
    for line in body.splitlines():
        line = line.strip("　 \t\r")
        if line:
            reader.take(line)
    reader.check()
    kept = {key: before.get(key) for key in ("slug", "title", "number", "in_force_from")}
    return kept | {
        "chapters": reader.chapters,
        "supplementary": reader.supplementary,
        "annexes": reader.annexes,
    }


def article_lines(article: Mapping[str, Any]) -> list[str]:
    """Return one article, a line for each paragraph and item."""
    lines = []
    if article["label"]:
        caption = f"（{article['caption']}）" if article["caption"] else ""
        lines.append(f"{article['label']}{caption}")
    for paragraph in article["paragraphs"]:
        label = f"{paragraph['label']}　" if paragraph["label"] else ""
        lines += f"{label}{paragraph['text']}".split("\n")
        for item in paragraph["items"]:
            gap = "" if item["label"].endswith("）") else "　"
            heading = f"{item['heading']}　" if item["heading"] else ""
            lines += f"{item['label']}{gap}{heading}{item['text']}".split("\n")
    return lines


def _lines(text: Mapping[str, Any]) -> Iterator[str]:
    for chapter in text["chapters"]:
        if chapter["label"]:
            yield from (f"{chapter['label']}　{chapter['title'] or ''}".rstrip("　"), "")
        for article in chapter["articles"]:
            yield from (*article_lines(article), "")
    for part in text["supplementary"]:
        law = f"（{part['law']}）" if part["law"] else ""
        yield f"{part['label']}{law}{'　抄' if part['abridged'] else ''}"
        for article in part["articles"]:
            yield from (*article_lines(article), "")
    for annex in text["annexes"]:
        yield from (annex["label"], *annex["lines"], "")


@dataclass
class _Reader:
    """A parser that adds one line after another to the open element."""

    chapters: list[Structure] = field(default_factory=list)
    supplementary: list[Structure] = field(default_factory=list)
    annexes: list[Structure] = field(default_factory=list)

    def take(self, line: str) -> None:
        if _ANNEX.fullmatch(line):
            number = len(self.annexes) + 1
            anchor = "annex" if number == 1 else f"annex{number}"
            self.annexes.append({"label": line, "anchor": anchor, "lines": []})
        elif self.annexes:
            self.annexes[-1]["lines"].append(line)
        elif found := _SUPPLEMENT.fullmatch(line):
            self._supplement(found)
        elif found := _CHAPTER.fullmatch(line):
            self._chapter(found)
        elif found := _ARTICLE.fullmatch(line):
            self._article(found)
        else:
            self._text(line)

    def check(self) -> None:
        """Check that there are articles, each with a text and none twice. Raises ValueError."""
        if not any(chapter["articles"] for chapter in self.chapters):
            raise ValueError("条文がありません。「第１条（見出し）」の行から書き始めてください。")
        seen = set()
        for part in (*self.chapters, *self.supplementary):
            for article in part["articles"]:
                if not article["paragraphs"]:
                    raise ValueError(f"{article['label']}に本文がありません。")
                if article["anchor"] in seen and article["anchor"]:
                    raise ValueError(f"{article['label']}が二つあります。")
                seen.add(article["anchor"])
                _set_anchors(article)

    def _supplement(self, found: re.Match[str]) -> None:
        self.supplementary.append(
            {
                "label": found[1],
                "law": found[2],
                "abridged": found[3] is not None,
                "anchor": f"s{len(self.supplementary) + 1}",
                "articles": [],
            }
        )

    def _chapter(self, found: re.Match[str]) -> None:
        if self.supplementary:
            raise ValueError(f"{found[1]}は附則より前に置いてください。")
        self.chapters.append(
            {"number": _number(found[1][1:-1]), "label": found[1], "title": found[2] or None}
            | {"articles": []}
        )

    def _article(self, found: re.Match[str]) -> None:
        number, branch = _number(found[2]), f"-{_number(found[3])}" if found[3] else ""
        within = self.supplementary[-1]["anchor"] if self.supplementary else ""
        article: Structure = {
            "number": number,
            "label": found[1],
            "caption": found[4],
            "anchor": f"{within}a{number}{branch}",
            "paragraphs": [],
        }
        self._part()["articles"].append(article)

    def _part(self) -> Structure:
        if self.supplementary:
            return self.supplementary[-1]
        if not self.chapters:
            self.chapters.append({"number": None, "label": None, "title": None, "articles": []})
        return self.chapters[-1]

    def _text(self, line: str) -> None:
        articles = self._part()["articles"]
        if not articles:
            if not self.supplementary:
                raise ValueError(f"「{line[:20]}」より前に、「第１条（見出し）」の行が必要です。")
            articles.append(
                {"number": None, "label": None, "caption": None, "anchor": None, "paragraphs": []}
            )
        paragraphs = articles[-1]["paragraphs"]
        if not paragraphs:
            paragraphs.append(_paragraph(1, None, line))
        elif found := _PARAGRAPH.fullmatch(line):
            if _number(found[1]) != len(paragraphs) + 1:
                raise ValueError(
                    f"{articles[-1]['label'] or '附則'}の項の番号「{found[1]}」が続いていません。"
                )
            paragraphs.append(_paragraph(len(paragraphs) + 1, found[1], found[2]))
        elif found := _ITEM.fullmatch(line):
            paragraphs[-1]["items"].append(_item(found, len(paragraphs[-1]["items"]) + 1))
        else:
            items = paragraphs[-1]["items"]
            (items[-1] if items else paragraphs[-1])["text"] += f"\n{line}"


def _paragraph(number: int, label: str | None, text: str) -> Structure:
    return {"number": number, "label": label, "anchor": None, "text": text, "items": []}


def _item(found: re.Match[str], number: int) -> Structure:
    heading = _HEADING.fullmatch(found[2])
    return {
        "number": number,
        "label": found[1],
        "anchor": None,
        "heading": heading[1] if heading else None,
        "text": heading[2] if heading else found[2],
    }


def _set_anchors(article: Structure) -> None:
    """Set the link targets: a4, a4i1; a5p2 and a5p2i1 if there are several paragraphs."""
    several = len(article["paragraphs"]) > 1
    for paragraph in article["paragraphs"]:
        base = article["anchor"]
        if several and base:
            base = paragraph["anchor"] = f"{base}p{paragraph['number']}"
        for item in paragraph["items"]:
            item["anchor"] = f"{base}i{item['number']}" if base else None


def _number(text: str) -> int:
    """Return １５, 15 or 十五 as a number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    hundreds, hundred, tens = tens.rpartition("百") if ten else ("", "", "")
    if not ten and "百" in text:
        hundreds, hundred, ones = text.rpartition("百")
    total = 100 * (_KANJI.get(hundreds, 1) if hundred else 0)
    return total + 10 * (_KANJI.get(tens, 1) if ten else 0) + _KANJI.get(ones, 0)
