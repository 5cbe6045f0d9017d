"""The glossary of app/ARCHITECTURE.md names what is in the code, and docs refer to what is here."""

import ast
import re

from tests.support.source import ROOT, python_files, tracked_files, tree

ARCHITECTURE = (ROOT / "app/ARCHITECTURE.md").read_text(encoding="utf-8")
ELSEWHERE = re.compile(r"\b(?:DESIGN|RULES|LAYOUT|FINDINGS)(?:\.md|\s*§|, )")
ENGLISH = {"service", "label", "response", "answer", "sheet", "worksheet", "section", "part"}
PATH = re.compile(
    r"`((?:app/|tests/|services/|views/|mail/|documents/|models/|rules/|tasks/|security/)[\w/.]+\.py)`"
)


def glossary() -> str:
    """Return the glossary's section."""
    return ARCHITECTURE.split("## Glossary")[1].split("\n## ")[0]


def defined() -> set[str]:
    """Return the names that the code defines: classes, functions, variables, attributes, arguments."""
    names: set[str] = set()
    for file in python_files("app"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
    return names


def test_every_term_of_the_glossary_is_in_the_code() -> None:
    terms = set(re.findall(r"`([\w.]+)`", glossary())) - ENGLISH
    assert len(terms) > 60
    known = defined()
    assert {term for term in terms if not set(term.split(".")) <= known} == set()


def test_glossary_has_a_japanese_term_and_an_article_in_every_line() -> None:
    rows = [line.split("|")[1:-1] for line in glossary().splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if len(row) != 3 or not all(cell.strip() for cell in row)] == []
    japanese = re.compile(r"[぀-ヿ㐀-鿿]")
    assert [row for row in rows if not japanese.search(row[0])] == []


def test_architecture_names_files_that_exist() -> None:
    named = set(PATH.findall(ARCHITECTURE))
    missing = {
        path for path in named if not ((ROOT / path).exists() or (ROOT / "app" / path).exists())
    }
    assert missing == set()


def test_nothing_refers_to_documents_outside_the_repository() -> None:
    texts = [
        file for file in tracked_files() if file.suffix in {".py", ".md", ".html", ".js", ".css"}
    ]
    found = [
        str(file.relative_to(ROOT))
        for file in texts
        if file.name != "test_glossary.py" and ELSEWHERE.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []
