"""The weekly digest as a letter: text only, each item with date, address, two lines and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date


class Told(NamedTuple):
    """An item as its reader is told of it. why: the reason for which they get it."""

    title: str
    day: date
    lines: Sequence[str]
    url: str
    why: str


def digest(
    organisation: Organisation, person: str, items: Sequence[Told], *, page: str, preferences: str
) -> Letter:
    """Return the letter to a reader. person: "" for the member's representative."""
    more = len(items) - 1
    written = letter(
        organisation,
        "news_digest",
        "お知らせのまとめ",
        (f"前回から新しく加わったお知らせは、{len(items)}件です。", *map(_item, items)),
        closing=(
            f"このまとめのページ\n{page}",
            f"受け取る分野と市町村の変更、配信の停止（ログインは不要です）\n{preferences}",
        ),
        mail_subject=f"お知らせのまとめ：{items[0].title}" + (f"（ほか{more}件）" if more else ""),
    )
    return replace(written, addressee_person=person) if person else written


def _item(item: Told) -> str:
    return "\n".join(
        (
            f"■ {item.title}",
            f"　{era_date(item.day)}",
            *(f"　{line}" for line in item.lines),
            f"　{item.url}",
            f"　お届けした理由：{item.why}",
        )
    )
