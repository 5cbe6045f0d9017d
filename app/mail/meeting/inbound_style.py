"""Which HTML of a mail changes nothing of what its text says: tags, attributes and styles.

Everything that the usual mail programs write by themselves into a plain answer is listed; what is
not listed may strike out, hide or colour a word, so that a person reads the mail.
"""

import re

VOID = frozenset(("br", "hr", "meta"))
BLOCKS = frozenset(("html", "body", "p", "div", "blockquote", "pre"))
"""Elements that begin and end a line."""
UNSEEN = frozenset(("head", "title", "style", "script"))
"""Elements whose content a reader does not see."""
HARMLESS = BLOCKS | VOID | {"head", "style", "span", "a"}

_LENGTH = r"(0|[0-9]{1,2}(\.[0-9]+)?(px|pt|mm)|[0-3](\.[0-9]+)?(em|ex|cm)|auto|inherit)"
_BLACK = r"(black|#000|#000000|windowtext|inherit|rgb\(0, ?0, ?0\)|rgba\(0, ?0, ?0, ?1\))"
_GREY = (
    r"(#[0-9a-f]{3}|#[0-9a-f]{6}|rgb\([0-9]{1,3}, ?[0-9]{1,3}, ?[0-9]{1,3}\)|black|blue|gr[ae]y)"
)
_BORDER = rf"(none|[0-3](\.[0-9]+)?(px|pt)? solid {_GREY}|0(px)?)"
_FONTS = r"(?!.*(dings|symbol))[\w \-\"',.]+"
_STYLES = {
    **dict.fromkeys(
        ("margin", "margin-top", "margin-bottom", "margin-left", "margin-right"),
        rf"{_LENGTH}( {_LENGTH}){{0,3}}",
    ),
    **dict.fromkeys(
        ("padding", "padding-top", "padding-bottom", "padding-left", "padding-right"),
        rf"{_LENGTH}( {_LENGTH}){{0,3}}",
    ),
    **dict.fromkeys(("border", "border-left", "border-top", "border-right"), _BORDER),
    "border-left-color": _GREY,
    "border-left-style": "solid",
    "border-left-width": r"[0-3](px|pt)",
    "color": _BLACK,
    "direction": "ltr",
    "display": "(block|inline)",
    "font-family": _FONTS,
    "font-size": r"((9|1[0-9]|2[0-4])(\.[0-9]+)?(px|pt)|small|medium|inherit|1em|100%)",
    "font-style": "normal",
    "font-weight": "(normal|400|inherit)",
    "line-height": r"(normal|1(\.[0-9]+)?|1[0-9]{2}%|inherit)",
    "text-align": "(left|start)",
    "text-decoration": "none",
    "white-space": "(normal|pre-wrap)",
    "word-wrap": "(break-word|normal)",
    "overflow-wrap": "(break-word|normal)",
    "-webkit-text-size-adjust": "(auto|100%)",
}
"""CSS property → its values that hide, strike and colour nothing."""
_CLASSES = (
    r"(gmail_(quote|quote_container|attr|default|extra|signature)|elementtoproof|moz-cite-prefix"
    r"|moz-quote-pre|moz-signature|applemailsignature|msonormal|plaintext)"
)
_IDS = r"(applemailsignature|divrplyfwdmsg|appendonsend|signature|(x_)?mail-editor-reference-message-container)"
_ATTRIBUTES = {
    ("*", "class"): rf"{_CLASSES}( {_CLASSES})*",
    ("*", "id"): _IDS,
    ("*", "dir"): "(ltr|auto)",
    ("*", "lang"): "(ja|ja-jp|en|en-us)",
    ("blockquote", "type"): "cite",
    ("blockquote", "cite"): r"mid:[^\s<>]+",
    ("pre", "wrap"): "",
    ("a", "href"): r"(https?://|mailto:)\S+",
    ("a", "target"): "_blank",
    ("a", "rel"): "(noreferrer|noopener|nofollow)( (noreferrer|noopener|nofollow))*",
    ("style", "type"): "text/css",
    ("style", "style"): "display: ?none;?",
    ("meta", "http-equiv"): "content-type",
    ("meta", "content"): r"text/html; ?charset=[\w-]+",
    ("meta", "charset"): r"[\w-]+",
    ("meta", "name"): "(viewport|generator)",
    ("body", "bgcolor"): "(#ffffff|white)",
    ("body", "text"): "(#000000|black)",
    ("hr", "tabindex"): "-1",
    ("html", "xmlns"): r"http://www\.w3\.org/[\w/]+",
}
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[\w.#, \n-]+")


def is_harmless_attribute(tag: str, name: str, value: str) -> bool:
    """Whether the attribute changes nothing of what the element's text says. All in lower case."""
    if (tag, name) not in _ATTRIBUTES and name == "style":
        return is_harmless_style(value)
    wanted = _ATTRIBUTES.get((tag, name), _ATTRIBUTES.get(("*", name)))
    return wanted is not None and re.fullmatch(wanted, value.strip()) is not None


def is_harmless_style(declarations: str) -> bool:
    """Whether a style attribute, in lower case, hides, strikes and colours nothing."""
    for declaration in filter(str.strip, declarations.split(";")):
        name, _, value = declaration.partition(":")
        wanted = _STYLES.get(name.strip())
        if wanted is None or re.fullmatch(wanted, " ".join(value.split())) is None:
            return False
    return True


def is_harmless_sheet(sheet: str) -> bool:
    """Whether a style sheet has only rules of harmless declarations."""
    small = sheet.replace("\r", "").lower()
    return not _RULE.sub("", small).strip() and all(
        _SELECTOR.fullmatch(rule[1].strip()) and is_harmless_style(rule[2])
        for rule in _RULE.finditer(small)
    )


def strikes(tag: str, attributes: dict[str, str]) -> bool:
    """Whether the element strikes its text out."""
    return tag in ("s", "strike", "del") or "line-through" in attributes.get("style", "")


def hides(tag: str, attributes: dict[str, str]) -> bool:
    """Whether the element certainly hides its text from a reader."""
    style = attributes.get("style", "").replace(" ", "")
    return (
        tag in UNSEEN
        or "hidden" in attributes
        or any(
            word in style
            for word in ("display:none", "visibility:hidden", "font-size:0", "opacity:0")
        )
    )
