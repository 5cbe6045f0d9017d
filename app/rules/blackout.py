"""Masking by hand: [[…]] marks in a text what is not shown, ■■■ stands in its place."""

import re

BLACK = "■■■"
"""The same for every length: how long a name is tells something, too."""
_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def markable(text: str) -> str:
    """A text in which no double bracket stands yet, its lines as a form sends them back."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = "\n".join(line.rstrip() for line in lines).strip()
    return plain.replace("[[", "［［").replace("]]", "］］")


def masked(text: str) -> str:
    """The text as it is handed out."""
    return _MARKED.sub(BLACK, text)


def unmarked(text: str) -> str:
    """The text without its marks."""
    return _MARKED.sub(r"\1", text)


def has_marks(text: str) -> bool:
    """Whether something of the text is masked."""
    return _MARKED.search(text) is not None


def fault(original: str, text: str) -> str:
    """What is wrong with a marked text, in Japanese; empty where nothing is.

    Only marks may differ from the original: what is disclosed was recorded just so.
    """
    plain = unmarked(text)
    if "[[" in plain or "]]" in plain:
        return "[[ と ]] の対応が合っていません。始まりと終わりを組にしてください。"
    kept, given = ("".join(each.split()) for each in (original, plain))
    return "" if kept == given else "本文は変えられません。[[ と ]] だけを書き加えてください。"
