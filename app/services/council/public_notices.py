"""Public notices about the council (公示; 法第15条第2項): drafted from data, kept as published.

*Reading*: the software shows differences from the last notice; the secretariat decides.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, undefer

from app import clock
from app.documents.council import public_notice
from app.documents.council.public_notice import PublicNoticePaper
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import Council, PublicNotice
from app.rules.common import articles
from app.rules.council.council import Notice, differences
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.council import councils

ISSUER = "鳥取県知事"


def every() -> Sequence[PublicNotice]:
    """Return all public notices, latest first, without their PDFs."""
    latest_first = select(PublicNotice).order_by(PublicNotice.id.desc())
    return db.session.scalars(latest_first.options(defer(PublicNotice.document))).all()


def last() -> PublicNotice | None:
    """Return the latest public notice; None before the first."""
    return db.session.scalars(
        select(PublicNotice).order_by(PublicNotice.id.desc()).limit(1)
    ).one_or_none()


def one(notice_id: int) -> PublicNotice:
    """Return a public notice with its PDF. Raises NotFound."""
    return rows.one(PublicNotice, notice_id, undefer(PublicNotice.document))


def as_published(notice: PublicNotice) -> Notice:
    """Return the four items as published in a notice."""
    content = notice.content
    return Notice(
        date.fromisoformat(content["established_on"]),
        content["name"],
        content["coordinating_body"],
        tuple(content["bodies"]),
    )


def as_of_today(council: Council) -> Notice:
    """Return the four items as of today, organisations under their name on the roster."""
    names = {
        body.id: body.organisation.name if body.organisation else body.name
        for body in councils.bodies()
    }
    coordinating = names.get(council.coordinating_body_id or 0)
    return Notice(council.established_on, council.name, coordinating, tuple(names.values()))


def mismatch(council: Council | None) -> Sequence[str]:
    """Return differences between the last notice and today, in Japanese; empty without any."""
    if council is None:
        return ()
    notice = last()
    if notice is None:
        return ("協議会を設置した旨の公示が、まだありません。",)
    return differences(as_published(notice), as_of_today(council))


def stamp(items: Notice) -> str:
    """Return a fingerprint of the items, to detect changes."""
    return rows.fingerprint(_plain(items))


def draft(actor: Viewer) -> PublicNoticePaper:
    """Return the public notice as of today, without a number."""
    actor.require(Role.SECRETARIAT)
    council = councils.required()
    return _paper(council, last(), number="", published_on=clock.today(), issuer=ISSUER)


def publish(
    actor: Viewer, *, number: str, published_on: date, issuer: str, seen: str
) -> PublicNotice:
    """Publish the four items as of today, with their PDF. The notice is final.

    seen: `stamp` of the items the officer saw. Raises RuleViolation without number, issuer or
    bodies, and for a day in the future or before the council or the last notice; StaleState when the
    items have changed meanwhile, or the same was published under the same number.
    """
    actor.require(Role.SECRETARIAT)
    council, before = councils.locked(), last()
    words = {"number": number.strip(), "issuer": issuer.strip()}
    paper = _paper(council, before, published_on=published_on, **words)
    _check(paper, council, before, seen)
    for body in councils.bodies():
        body.name = body.organisation.name if body.organisation else body.name
    opening = public_notice.opening(paper.replaces)
    content = _plain(paper.items) | {"issuer": paper.issuer, "opening": opening}
    notice = PublicNotice(
        number=paper.number,
        published_on=published_on,
        content=content,
        document=public_notice.pdf(paper),
    )
    db.session.add(notice)
    db.session.flush()
    audit.record(actor, "public_notice.publish", "public_notice", notice.id, number=notice.number)
    return notice


def _check(
    paper: PublicNoticePaper, council: Council, before: PublicNotice | None, seen: str
) -> None:
    """Raise what `publish` raises for this paper."""
    if not paper.number or not paper.issuer:
        raise RuleViolation(
            articles.COUNCIL_PUBLIC_NOTICE, "公示の番号と公示する者を入力してください。"
        )
    first_day = before.published_on if before is not None else council.established_on
    if not first_day <= paper.published_on <= clock.today():
        raise RuleViolation(
            articles.COUNCIL_PUBLIC_NOTICE,
            "公示の日には、協議会の設置の日（前の公示があるときはその日）から今日までの日を入力してください。",
        )
    if not paper.items.bodies:
        raise RuleViolation(
            articles.COUNCIL_PUBLIC_NOTICE,
            "構成機関等が登録されていません。構成機関等の名称は公示の事項です。先に登録してください。",
        )
    if stamp(paper.items) != seen:
        raise StaleState("画面を開いた後に公示の事項が変わりました。画面を開き直してください。")
    if before is not None and (as_published(before), before.number) == (paper.items, paper.number):
        raise StaleState("同じ番号の同じ内容の公示が、すでにあります。")


def _paper(council: Council, before: PublicNotice | None, **values: Any) -> PublicNoticePaper:
    replaces = None if before is None else (before.number, before.published_on)
    return PublicNoticePaper(items=as_of_today(council), replaces=replaces, **values)


def _plain(items: Notice) -> dict[str, Any]:
    """Return the items as JSON-compatible values."""
    return asdict(items) | {
        "established_on": items.established_on.isoformat(),
        "bodies": list(items.bodies),
    }
