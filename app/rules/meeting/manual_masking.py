"""Manual masking: [[…]] marks the passages to mask, ■■■ replaces them."""

import re

BLACK = "■■■"
"""The same for every length: the length of a name is a clue, too."""
_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def prepare_for_marking(text: str) -> str:
    """Return the text without double brackets, its lines in the form that a browser returns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = "\n".join(line.rstrip() for line in lines).strip()
    return plain.replace("[[", "［［").replace("]]", "］］")


def masked(text: str) -> str:
    """Return the text as disclosed."""
    return _MARKED.sub(BLACK, text)


def unmarked(text: str) -> str:
    """Return the text without its marks."""
    return _MARKED.sub(r"\1", text)


def has_marks(text: str) -> bool:
    """Whether any passage of the text is marked."""
    return _MARKED.search(text) is not None


def marking_error(original: str, text: str) -> str:
    """Return the fault of a marked text, in Japanese; empty if there is none.

    Only marks may differ from the original: the disclosure must match the record.
    """
    plain = unmarked(text)
    if "[[" in plain or "]]" in plain:
        return "[[ と ]] の対応が合っていません。始まりと終わりを組にしてください。"
    kept, given = ("".join(each.split()) for each in (original, plain))
    return "" if kept == given else "本文は変えられません。[[ と ]] だけを書き加えてください。"
