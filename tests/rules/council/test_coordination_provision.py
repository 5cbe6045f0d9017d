"""Which rules of the council provide for coordination (法第17条第2項, 第19条)."""

from typing import Any

import pytest

from app.rules.council.coordination import provision


def rules(*articles: tuple[str, str]) -> dict[str, Any]:
    found = [{"label": label, "paragraphs": [{"text": text}]} for label, text in articles]
    return {"title": "規程", "chapters": [{"articles": found}]}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            rules(("第１条", "趣旨"), ("第２条", "法第１７条第２項の規定により調整を行う。")),
            "第２条",
        ),
        (rules(("第一条", "孤独・孤立対策推進法第十七条第二項の調整")), "第一条"),
        (rules(("第３条", "調整機関は、支援の実施状況を把握する。")), "第３条"),
        (rules(("第１条", "調整機関は県とする。"), ("第２条", "法第17条第1項")), ""),
        (rules(), ""),
        ({}, ""),
    ],
)
def test_article_that_provides_for_coordination(text: dict[str, Any], label: str) -> None:
    assert provision(text) == label
