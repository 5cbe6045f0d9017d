"""Citation of articles; every cited article exists in the texts in force."""

import json
from pathlib import Path

import pytest

from app.rules import Article, Source, Verdict
from app.rules.common import articles

REGULATIONS = Path(articles.__file__).parents[2] / "data" / "regulations"
CONSTANTS = {name: value for name, value in vars(articles).items() if isinstance(value, Article)}


def anchors(node) -> set[str]:
    """Yield every anchor of a text, at any depth."""
    if isinstance(node, list):
        return set().union(*map(anchors, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    own = {node["anchor"]} if node.get("anchor") else set()
    return own.union(*map(anchors, node.values()))


@pytest.mark.parametrize(
    ("article", "cited"),
    [
        (Article(Source.BYLAWS, 12, 1), "規約第12条第1項"),
        (Article(Source.BYLAWS, 6, None, 3), "規約第6条第3号"),
        (Article(Source.GUIDELINE, 2, 3, 1), "要領第2条第3項第1号"),
        (Article(Source.ACT, 18), "法第18条"),
    ],
)
def test_article_is_cited_in_japanese(article, cited):
    assert str(article) == cited


@pytest.mark.parametrize("name", CONSTANTS)
def test_texts_in_force_contain_every_cited_article(name):
    article = CONSTANTS[name]
    text = json.loads((REGULATIONS / f"{article.source.slug}.json").read_text("utf-8"))
    assert article.anchor in anchors(text["chapters"])


def test_verdict_is_truthy_if_it_allows():
    assert Verdict(True, articles.QUORUM, "")
    assert not Verdict(False, articles.QUORUM, "")
