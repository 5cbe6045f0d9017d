"""What the council's own rules (法第19条) say about coordination (法第17条第2項).

The coordinating body sees how the support goes and arranges it 「協議会の定めるところにより」: without
such a provision in force there is no coordination. *Reading*: an article that cites 法第17条第2項 or
names 調整機関 together with 実施状況 is one.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

CITED = ("第17条第2項", "第十七条第二項")
NAMED = ("調整機関", "実施状況")


def provision(text: Mapping[str, Any]) -> str:
    """Return the label of the article that provides for coordination, such as 第3条; "" for none."""
    for article in _articles(text):
        words = unicodedata.normalize("NFKC", " ".join(_strings(article)))
        if any(each in words for each in CITED) or all(each in words for each in NAMED):
            return str(article.get("label") or "")
    return ""


def _articles(text: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for chapter in text.get("chapters") or ():
        yield from chapter.get("articles") or ()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
