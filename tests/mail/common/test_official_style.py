"""Letters read as an official of the document review (文書審査) reads them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.mail

LETTERS = sorted(Path(app.mail.__file__).parent.glob("*/*letter*.py"))
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
TITLE = re.compile(r".+について（(通知|照会|依頼|回答)）$")
MOST_SIGNS = 80
"""Of one sentence: longer ones say more than one thing."""
WRONG = re.compile(
    r"および|ならびに|または(?!り)|ヶ|ケ月|ヵ|下さい|致し|頂|出来|事が(でき|あり)|[ｦ-ﾟ]|[，．]|御座|の為"
)


def texts(module: Path) -> Iterator[str]:
    """Yield the Japanese texts of a module, without docstrings; a value in one counts as one sign."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and not {id(node)} & (described | inner):
            found = words(node)
            if JAPANESE.search(found):
                yield found


def words(node: ast.expr) -> str:
    """Return a text with each value in it as 〇."""
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part) for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "〇"


@pytest.mark.parametrize("module", LETTERS, ids=lambda path: path.stem)
def test_sentences_are_short_and_in_the_spelling_of_official_documents(module: Path) -> None:
    wrong = [
        sentence
        for found in texts(module)
        for sentence in re.split("[。\n]", found)
        if len(sentence) > MOST_SIGNS or WRONG.search(sentence)
    ]
    assert wrong == []


def titles() -> Iterator[tuple[str, str]]:
    """Yield the function and the title of each formal letter: those written with a number."""
    for module in LETTERS:
        for function in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and len(call.args) > 2 and is_numbered(call):
                    yield f"{module.stem}.{function.name}", words(call.args[2])


def is_numbered(call: ast.Call) -> bool:
    return any(keyword.arg == "number" for keyword in call.keywords)


def test_formal_letters_are_titled_as_official_documents() -> None:
    found = {name: title for name, title in titles() if title != "〇"}
    assert len(found) >= 15
    assert {name: title for name, title in found.items() if not TITLE.match(title)} == {}
