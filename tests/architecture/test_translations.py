"""Every text of a page has a Japanese translation."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import flask_appbuilder
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import config
from tests.support.source import ROOT, place, tracked_files
from tests.support.templates import bare_words

# Same keywords as the Makefile's target `translations`.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
SAME_IN_JAPANESE = {"English", "日本語"}
"""Texts whose translation equals the source."""
SAMPLES = {"app/templates/components/_page.html"}
"""The component gallery, for maintainers only: its texts are samples."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def extracted(folder: Path, mapping: list[tuple[str, str]]) -> set[str]:
    """Return the texts passed to gettext below the folder; of plurals, the first form."""
    found = extract_from_dir(folder, mapping, keywords=KEYWORDS)
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


@cache
def ours() -> set[str]:
    with (ROOT / "translations/babel.cfg").open(encoding="utf-8") as file:
        mapping, _ = parse_mapping_cfg(file)
    return extracted(ROOT / "app", mapping) | extracted(ROOT / "translations", mapping)


@cache
def catalogue() -> dict[str, Message]:
    with (ROOT / "translations/ja_JP/LC_MESSAGES/messages.po").open("rb") as file:
        return by_source(read_po(file, locale="ja_JP"))


def by_source(messages: Catalog) -> dict[str, Message]:
    return {first(message.id): message for message in messages if message.id}


def first(text: str | list[str] | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def test_catalogue_matches_the_texts_in_the_code() -> None:
    assert (ours() - catalogue().keys(), catalogue().keys() - ours()) == (set(), set())


def test_every_text_is_translated() -> None:
    def is_ready(message: Message) -> bool:
        return bool(first(message.string)) and not message.fuzzy

    assert [text for text, message in catalogue().items() if not is_ready(message)] == []


def test_no_translation_repeats_its_source() -> None:
    repeated = {text for text, message in catalogue().items() if first(message.string) == text}
    assert repeated <= SAME_IN_JAPANESE


def test_translations_keep_their_placeholders() -> None:
    def kept(text: str) -> list[str]:
        return sorted(set(PLACEHOLDER.findall(text)))

    differing = [
        text
        for text, message in catalogue().items()
        if first(message.string) and kept(first(message.string)) != kept(" ".join(forms(message)))
    ]
    assert differing == []


def forms(message: Message) -> Iterator[str]:
    yield from [message.id] if isinstance(message.id, str) else message.id


def test_texts_untranslated_by_flask_appbuilder_are_in_our_catalogue() -> None:
    folder = Path(flask_appbuilder.__file__).parent
    theirs = extracted(folder, [("**.py", "python"), ("**/templates/**.html", "jinja2")])
    with (folder / "translations/ja_JP/LC_MESSAGES/messages.mo").open("rb") as file:
        translated = {text for text, message in by_source(read_mo(file)).items() if message.string}
    assert len(theirs) > 100
    assert theirs - translated - ours() == set()


def test_japanese_is_the_default_and_english_is_offered() -> None:
    settings = config.load({})
    assert settings["BABEL_DEFAULT_LOCALE"] == "ja_JP"
    assert list(settings["LANGUAGES"]) == ["ja_JP", "en"]
    assert Path(settings["BABEL_TRANSLATION_DIRECTORIES"]).is_absolute()


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(file, id=place(file))
        for file in tracked_files()
        if file.suffix == ".html"
        and file.is_relative_to(ROOT / "app/templates")
        and place(file) not in SAMPLES
    ],
)
def test_templates_contain_no_untranslatable_text(template: Path) -> None:
    assert list(bare_words(template.read_text(encoding="utf-8"))) == []
