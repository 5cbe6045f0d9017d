"""Founding roster, municipalities, programmes and texts, compared with the source documents."""

import csv
import json
import re
from pathlib import Path

import pytest

from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind

DATA = Path(articles.__file__).parents[2] / "data"
TEXTS = {
    slug: json.loads((DATA / "regulations" / f"{slug}.json").read_text("utf-8"))
    for slug in ("bylaws", "guideline", "act")
}


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def articles_of(slug: str) -> list[dict]:
    return [article for chapter in TEXTS[slug]["chapters"] for article in chapter["articles"]]


def test_fifteen_bodies_and_nineteen_municipalities_make_thirty_four():
    bodies = [row for row in table("founding_members.csv") if row["organisation_kind"]]
    assert (len(bodies), len(table("municipalities.csv"))) == (15, 19)
    for row in bodies:
        OrganisationKind(row["organisation_kind"])
        assert re.fullmatch("[ァ-ヶー]+", row["kana"]), row


def test_founding_members_are_named_as_in_the_annex():
    (annex,) = TEXTS["bylaws"]["annexes"]
    assert [row["name"] for row in table("founding_members.csv")] == annex["lines"]


def test_annex_line_for_all_municipalities_is_not_a_body():
    lines = [row for row in table("founding_members.csv") if not row["organisation_kind"]]
    assert [row["name"] for row in lines] == ["各市町村"]


def test_municipality_codes_have_valid_check_digits():
    rows = table("municipalities.csv")
    assert len({row["code6"] for row in rows}) == len({row["name"] for row in rows}) == 19
    for row in rows:
        digits = [int(digit) for digit in row["code6"]]
        total = sum(
            digit * weight for digit, weight in zip(digits[:5], range(6, 1, -1), strict=True)
        )
        assert (11 - total % 11) % 10 == digits[5], row
        assert row["code6"].startswith("31")
        assert re.fullmatch("[ァ-ヶー]+", row["kana"])


def test_every_programme_has_an_integer_budget():
    rows = table("programmes_r6.csv")
    assert len(rows) == 34
    assert all(row["予算額（千円）"].isdigit() for row in rows)


@pytest.mark.parametrize(
    ("slug", "count", "title"),
    [
        ("bylaws", 14, "とっとり孤独・孤立対策官民連携プラットフォーム規約"),
        ("guideline", 6, "とっとり孤独・孤立対策官民連携プラットフォーム一般団体入会要領"),
        ("act", 28, "孤独・孤立対策推進法"),
    ],
)
def test_texts_are_complete_and_numbered_consecutively(slug, count, title):
    assert TEXTS[slug]["title"] == title
    assert TEXTS[slug]["in_force_from"] == "2024-04-01"
    assert [article["number"] for article in articles_of(slug)] == list(range(1, count + 1))
    for article in articles_of(slug):
        numbers = [paragraph["number"] for paragraph in article["paragraphs"]]
        assert numbers == list(range(1, len(numbers) + 1))
        for paragraph in article["paragraphs"]:
            items = [item["number"] for item in paragraph["items"]]
            assert items == list(range(1, len(items) + 1))


@pytest.mark.parametrize("slug", TEXTS)
def test_texts_contain_no_broken_characters_or_stray_spaces(slug):
    radical = re.compile("[\u2e80-\u2fdf\u0135\ufffd\x00-\x09\x0b-\x1f]")
    spaced = re.compile("(?<=[\u3040-\u30ff\u4e00-\u9fff]) +(?=[\u3040-\u30ff\u4e00-\u9fff、。])")
    annex_names = {"一般社団法人 鳥取県母子寡婦福祉連合会"}  # the annex contains this space
    for text in strings(TEXTS[slug]):
        assert not radical.search(text)
        assert text in annex_names or not spaced.search(text)


@pytest.mark.parametrize(
    ("slug", "anchor", "text"),
    [
        ("bylaws", "a11p2", "前項の出席者には、表決の委任をしたものも含む。"),
        ("bylaws", "a12p2", "議長は採決に加わることができない。"),
        ("bylaws", "a6i1", "１年以上、連絡が取れない場合"),
        ("bylaws", "a9i3", "一般団体の除名"),
        ("guideline", "a2p3i2", "暴力団等反社会的勢力と関係がないこと"),
        ("act", "a24p2", "副本部長は、本部長の職務を助ける。"),
    ],
)
def test_anchor_leads_to_its_text(slug, anchor, text):
    found = [
        part["text"]
        for article in articles_of(slug)
        for paragraph in article["paragraphs"]
        for part in (paragraph, *paragraph["items"])
        if part["anchor"] == anchor
    ]
    assert found == [text]
