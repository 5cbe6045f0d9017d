"""Every article has what enforces it, the test that proves it and the page where one meets it."""

import ast
import copy
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.extensions import db
from app.models.regulations.regulation import Regulation
from app.rules import Article, Source
from app.rules.common import articles
from app.services.regulations import article_table, enactments, regulations
from tests.support.desk import officer
from tests.support.source import ROOT, tree

TABLES = {slug: article_table.table_of(slug) for slug in regulations.ALL}
SAID = {
    f"{slug} {anchor}": said
    for slug, table in TABLES.items()
    for anchor, said in table.items()
    if isinstance(said, dict)
}
ORDERED = {key: said for key, said in SAID.items() if "nothing" not in said}
CITATIONS = re.compile(r"(規約|要領|(?<![民査護])法)((?:[,、・–\- ]*第\d+[条項号])+)")
FEE = re.compile(r"fee|amount|price|yen|charge|dues|invoice")

every_entry = pytest.mark.parametrize("said", SAID.values(), ids=SAID)
every_order = pytest.mark.parametrize("key", ORDERED)


@every_entry
def test_article_has_all_three_or_says_that_it_orders_nothing(said: Any) -> None:
    if "nothing" in said:
        assert said.keys() == {"nothing"} and len(said["nothing"]) > 10
    else:
        assert said.keys() == {"by", "tests", "met"} and all(said.values())
        assert all(len(words) > 10 for words in said["by"].values())


@every_order
def test_modules_exist_and_one_of_them_cites_the_article(key: str) -> None:
    slug, _blank, anchor = key.partition(" ")
    files = [ROOT / "app" / f"{name.replace('.', '/')}.py" for name in ORDERED[key]["by"]]
    assert all(name.startswith(("rules.", "services.")) for name in ORDERED[key]["by"])
    assert all(file.is_file() for file in files), files
    source = next(source for source in Source if source.slug == slug)
    number = re.match(r"a(\d+)", anchor)
    wanted = (source, int(number[1]) if number else None)
    assert any(wanted in cited(file.read_text(encoding="utf-8")) for file in files), wanted


def cited(code: str) -> set[tuple[Source, int | None]]:
    """Return the articles that a module cites: by a constant, or in words."""
    found: set[tuple[Source, int | None]] = {(Source.BYLAWS, None)} if "規約別表" in code else set()
    for name in re.findall(r"articles\.([A-Z_]+)", code):
        constant = getattr(articles, name)
        if isinstance(constant, Article):
            found.add((constant.source, constant.article))
    for text, places in CITATIONS.findall(code):
        found |= {(Source(text), int(number)) for number in re.findall(r"第(\d+)条", places)}
    return found


@every_order
def test_tests_exist(key: str) -> None:
    for test in ORDERED[key]["tests"]:
        file, _colons, name = test.partition("::")
        assert (ROOT / file).is_file(), file
        found = [node.name for node in tree(ROOT / file).body if isinstance(node, ast.FunctionDef)]
        assert name.startswith("test_") and name in found, test


def test_pages_exist(app: Flask) -> None:
    """A page of the table is opened without an argument."""
    rules = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    met = {endpoint for said in ORDERED.values() for endpoint in said["met"].values()}
    assert {endpoint for endpoint in met if rules.get(endpoint, {"-"})} == set()


@pytest.mark.parametrize("slug", regulations.ALL)
def test_table_knows_every_article_in_force_and_no_other(session: Any, slug: str) -> None:
    (regulation,) = regulations.in_force(slug)
    text = article_table.rows_of(regulation)
    provisions = [each for article in text.articles for each in article.provisions]
    assert [each.anchor for each in provisions if not each.said] == []
    shown = {each.anchor for each in provisions}
    assert {key for key, said in TABLES[slug].items() if isinstance(said, dict)} == shown
    assert text.is_described
    assert slug != "act" or {article.anchor for article in text.articles} == {
        f"a{number}" for number in range(15, 20)
    }


def test_added_article_paragraph_and_item_are_found(session: Any) -> None:
    (before,) = regulations.in_force("bylaws")
    text = copy.deepcopy(before.text)
    added = text["chapters"][0]["articles"]
    new = {"number": 1, "label": None, "anchor": None, "text": "新しい定め", "items": []}
    added.append({"number": 15, "label": "第１５条", "caption": "監査", "anchor": "a15"})
    added[-1]["paragraphs"] = [new]
    added[11]["paragraphs"].append({**new, "number": 6, "anchor": "a12p6"})
    added[8]["paragraphs"][0]["items"].append(
        {"number": 5, "label": "（５）", "anchor": "a9i5", "heading": None, "text": "予算"}
    )
    day = clock.today() - timedelta(days=1)
    enactments.enact(officer(), "bylaws", text, day, basis="議決")
    (regulation,) = regulations.in_force("bylaws")
    rows = article_table.rows_of(regulation)
    unknown = [each.anchor for row in rows.articles for each in row.provisions if not each.said]
    assert unknown == ["a9i5", "a12p6", "a15"]
    assert not rows.is_described
    assert db.session.query(Regulation).filter_by(slug="bylaws").count() == 2


def test_no_column_of_a_member_holds_a_fee() -> None:
    """規約第7条: nothing is charged for joining or for a year."""
    tables = ("organisation", "membership", "application", "account")
    columns = [
        str(column)
        for table in db.metadata.sorted_tables
        if table.name.startswith(tables)
        for column in table.columns
        if FEE.search(column.name)
    ]
    assert columns == []
    assert [table for table in db.metadata.tables if re.search(r"fee|invoice|dues", table)] == []
