"""What somebody looking for a desk means: troubles, further words, and whether it is urgent.

Nothing of it is stored or logged: what people type here is about their lives.
"""

import re
from dataclasses import dataclass

from app.rules.common.naming import search_form
from app.rules.support.trouble_words import GROUPS, Danger, Trouble

_LONGEST = 200
_BREAKS = re.compile(r"[\s、。，．,.・/!?！？「」]+")
_SHORT = 2
_IDEOGRAPH = re.compile("[々一-鿿]")
_FOLDED = [[(word, search_form(word)) for word in group.words] for group in GROUPS]


@dataclass(frozen=True)
class Understood:
    """The troubles and dangers of a query, in their order, and the words to search for beside it."""

    troubles: tuple[Trouble, ...] = ()
    words: tuple[str, ...] = ()
    dangers: tuple[Danger, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether a life may be at risk."""
        return bool(self.dangers)


def understood(text: str) -> Understood:
    """Return what the first 200 characters of a query mean; nothing, where no word is known."""
    whole = search_form(text[:_LONGEST])
    parts = {search_form(part) for part in _BREAKS.split(text[:_LONGEST])}
    meant = [
        group
        for group, words in zip(GROUPS, _FOLDED, strict=True)
        if any(_says(whole, parts, folded) for _word, folded in words)
    ]
    troubles = {trouble for group in meant for trouble in group.troubles}
    troubles |= {trouble for trouble in Trouble if search_form(trouble.label) in parts}
    dangers = {group.danger for group in meant}
    return Understood(
        tuple(trouble for trouble in Trouble if trouble in troubles),
        tuple(dict.fromkeys(word for group in meant for word in group.words)),
        tuple(danger for danger in Danger if danger in dangers),
    )


def _says(whole: str, parts: set[str], word: str) -> bool:
    """Whether a query says a word. Two kana or letters (うつ, DV) stand within others: うつわ, DVD."""
    if len(word) <= _SHORT and not _IDEOGRAPH.search(word):
        return word in parts
    return word in whole
