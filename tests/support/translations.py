"""Compilation of the Japanese catalogue, so that tests use the current translations."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUE = Path("translations/ja_JP/LC_MESSAGES/messages.po")


def compile_if_older(root: Path) -> None:
    """Write messages.mo next to messages.po if it is missing or older."""
    source = root / CATALOGUE
    target = source.with_suffix(".mo")
    if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
        with source.open("rb") as text:
            catalogue = read_po(text, locale="ja_JP")
        with target.open("wb") as binary:
            write_mo(binary, catalogue)
