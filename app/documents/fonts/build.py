"""Build the fonts of this directory and `coverage.txt` from their published packages.

Run by hand, never by the product (needs fonttools):
    python app/documents/fonts/build.py DIRECTORY
where DIRECTORY holds the unpacked sources listed in README.md, at any depth.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
HANGUL = range(0xAC00, 0xD7A4)
EXTENSION_A = range(0x3400, 0x4DC0)
BASIC_PLANE_SYMBOLS = range(0x2000, 0x2C00)
PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
# Vertical metrics, signatures and hints are useless in a horizontal PDF, a quarter of the size.
UNUSED_TABLES = ["vhea", "vmtx", "VORG", "BASE", "GPOS", "DSIG", "meta"]


def in_charset(code: int, charsets: Iterable[str]) -> bool:
    """Whether one of the charsets contains the character as a character of its own."""
    for charset in charsets:
        try:
            if len(chr(code).encode(charset)) <= 3:
                return True
        except UnicodeEncodeError:
            continue
    return False


def wanted_of_cjk(code: int) -> bool:
    """Whether to keep the character: all but Hangul and Extension A outside the standard charsets."""
    if code in HANGUL:
        return in_charset(code, ["euc_kr"])
    if code in EXTENSION_A:
        return in_charset(code, ["euc_jis_2004", "euc_jp", "big5hkscs"])
    return True


def wanted_symbol(code: int) -> bool:
    """Whether to keep the character: arrows, signs, check marks; no chess, domino, terminal graphics."""
    return code in BASIC_PLANE_SYMBOLS


def everything(code: int) -> bool:
    """Keep every character of the font."""
    return True


def characters(font: TTFont) -> set[int]:
    """Return the code points with a glyph in the font, except private use."""
    return {code for code in font.getBestCmap() if not any(code in area for area in PRIVATE_USE)}


def write(font: TTFont, codes: set[int], target: str, features: list[str]) -> set[int]:
    """Write the font with only these code points and return them."""
    options = subset.Options(
        hinting=False, layout_features=features, name_IDs=["*"], notdef_outline=True
    )
    options.drop_tables = [*options.drop_tables, *UNUSED_TABLES]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    subset.save_font(font, HERE / target, options)
    return codes


def ranges(codes: set[int]) -> list[str]:
    """Return the code points as lines `first last`, hexadecimal."""
    lines: list[list[int]] = []
    for code in sorted(codes):
        if lines and lines[-1][1] == code - 1:
            lines[-1][1] = code
        else:
            lines.append([code, code])
    return [f"{first:x} {last:x}" for first, last in lines]


def main(sources: Path) -> None:
    """Build the fonts; each contributes only characters missing from those before it."""

    def source(name: str, number: int = -1) -> TTFont:
        return TTFont(next(sources.rglob(name)), fontNumber=number)

    covered: set[int] = set()
    for weight in ("Regular", "Bold"):
        font = source(f"BIZUDGothic-{weight}.ttf")
        covered |= write(font, characters(font), f"BIZUDGothic-{weight}.ttf", ["*"])
    fallbacks = [
        (source("NotoSansCJK-Regular.ttc", 0), "NotoSansCJKjp-Fallback.otf", [], wanted_of_cjk),
        (source("NotoSans-Regular.ttf"), "NotoSans-Fallback.ttf", ["ccmp"], everything),
        (source("NotoEmoji_400Regular.ttf"), "NotoEmoji-Fallback.ttf", [], everything),
        (
            source("NotoSansSymbols2-Regular.ttf"),
            "NotoSansSymbols2-Fallback.ttf",
            [],
            wanted_symbol,
        ),
    ]
    for font, target, features, wanted in fallbacks:
        lacking = {code for code in characters(font) - covered if wanted(code)}
        covered |= write(font, lacking, target, features)
    (HERE / "coverage.txt").write_text("\n".join(ranges(covered)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
