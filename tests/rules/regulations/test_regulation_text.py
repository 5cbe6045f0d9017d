"""Regulations to and from plain text, and the comparison table (新旧対照表)."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.rules.regulations.comparison import compare
from app.rules.regulations.regulation_text import parsed, written

FOLDER = Path(__file__).parents[3] / "app/data/regulations"


def text(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("slug", ["bylaws", "guideline", "act"])
def test_plain_text_round_trip(slug: str) -> None:
    before = text(slug)
    assert parsed(written(before), before) == before


@pytest.mark.parametrize("slug", ["bylaws", "guideline", "act"])
def test_blank_lines_and_trailing_spaces_are_ignored(slug: str) -> None:
    before = text(slug)
    loose = written(before).replace("\n", " \r\n\r\n")
    assert parsed(loose, before) == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "条文がありません"),
        ("本会は、会である。", "より前に"),
        ("第１条（名称）", "第１条に本文がありません"),
        ("第１条\n甲\n第１条\n乙", "第１条が二つ"),
        ("第１条\n甲\n３　乙", "項の番号「３」が続いていません"),
        ("第１条\n甲\n附則\n乙\n第一章　丙", "附則より前"),
    ],
)
def test_text_that_cannot_be_parsed_is_refused_with_a_reason(body: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(body, text("bylaws"))


def test_inserted_article_has_its_own_anchor() -> None:
    found = parsed("第十一条\n甲\n第十一条の二（乙）\n丙\n（１）丁", text("act"))
    (first, second) = found["chapters"][0]["articles"]
    assert (first["anchor"], second["anchor"], second["caption"]) == ("a11", "a11-2", "乙")
    assert second["paragraphs"][0]["items"][0]["anchor"] == "a11-2i1"


def test_identical_texts_have_no_differences() -> None:
    assert compare(text("bylaws"), text("bylaws")) == []


def test_old_and_new_text_are_shown_side_by_side_with_changes_marked() -> None:
    before = text("guideline")
    body = written(before).replace("個人での入会は認めない", "個人での入会は認める")
    body = body.replace("\n第６条", "\n第７条").replace(
        "\n附則", "\n第８条（新設）\n新しい条\n附則"
    )
    changes = compare(before, parsed(body, before))
    assert [change.label for change in changes] == [
        "第２条（入会基準及び手続）",
        "第６条（改廃）",
        "第７条（改廃）",
        "第８条（新設）",
    ]
    changed = changes[0]
    assert "ない" in "".join(piece.text for piece in changed.old if piece.changed)
    assert "".join(piece.text for piece in changed.new).startswith("第２条")
    assert changes[1].new == () and changes[3].old == ()
