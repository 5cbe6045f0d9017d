"""The platform's rules as pure functions: standard library only, integers and dates.

Nothing here reads a clock, a database or a translation. Texts for people are Japanese.
"""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The text that contains an article. The value is its citation."""

    BYLAWS = "規約"
    GUIDELINE = "要領"
    ACT = "法"

    @property
    def slug(self) -> str:
        """ASCII name, used for the file in app/data/regulations and in URLs."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True)
class Article:
    """A provision: article (条), and where needed its paragraph (項) and item (号).

    `str()` cites it: 規約第12条第1項.
    """

    source: Source
    article: int
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.source}第{self.article}条"]
        if self.paragraph is not None:
            parts.append(f"第{self.paragraph}項")
        if self.item is not None:
            parts.append(f"第{self.item}号")
        return "".join(parts)

    @property
    def anchor(self) -> str:
        """The article's URL fragment in the text of the regulation: a12p1, a6i3."""
        parts = [f"a{self.article}"]
        if self.paragraph is not None:
            parts.append(f"p{self.paragraph}")
        if self.item is not None:
            parts.append(f"i{self.item}")
        return "".join(parts)


@dataclass(frozen=True)
class Verdict:
    """The result of a rule: whether allowed, under which article, and why (Japanese, for people).

    Truthy when allowed.
    """

    allowed: bool
    article: Article
    reason: str

    def __bool__(self) -> bool:
        return self.allowed
