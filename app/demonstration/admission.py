"""Chapters of admission: an application in each state, a batch that waits for its second officer."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.demonstration.members import ROSTER, K, profile
from app.demonstration.story import Stage
from app.extensions import db
from app.models.admission.application import Application
from app.models.post.outbox import OutboxMessage
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.membership.eligibility import required_checks
from app.rules.membership.membership import ReceivedBy
from app.security.viewer import PUBLIC, SYSTEM
from app.services.admission import (
    applicants,
    applications,
    approvals,
    batches,
    corrections,
    decisions,
    immediate,
    proposals,
    submissions,
)

APPLICANTS = (
    (K.NPO, "ゆうぐれ文庫", "ユウグレブンコ", "312011", "place children", "夕方に開く小さな図書室です。"),
    (K.VOLUNTARY, "大山ふもとの会", "ダイセンフモトノカイ", "313866", "community", "農作業と食事の会を開いています。"),
    (K.COMPANY, "株式会社なぎさ生活サポート", "ナギサセイカツサポート", "312045", "outreach", "家事の手伝いと見守りをしています。"),
    (K.VOLUNTARY, "投資を学ぶ会たから", "トウシヲマナブカイタカラ", "312011", "training", "資産づくりの勉強会です。"),
    (K.NPO, "はじめの一歩ハウス", "ハジメノイッポハウス", "312029", "hikikomori place", "外出の練習に付き添います。"),
    (K.VOLUNTARY, "智頭の森カフェ", "チヅノモリカフェ", "313289", "place", "林の中で月1回のカフェを開いています。"),
    (K.ASSOCIATION, "一般社団法人ほほえみ介護者支援", "ホホエミカイゴシャシエン", "312037", "carers", "介護をする人の休息を支えます。"),
    (K.VOLUNTARY, "きずな朝市の会", "キズナアサイチノカイ", "313700", "community", "朝市で顔の見える関係をつくります。"),
    (K.NPO, "若者スペースみなも", "ワカモノスペースミナモ", "313718", "children place", "若者が自由に過ごせる場所です。"),
    (K.VOLUNTARY, "編み物サロンいとぐち", "アミモノサロンイトグチ", "312011", "place elderly", "編み物をしながら話す会です。"),
    (K.COMPANY, "さかい宅配水産株式会社", "サカイタクハイスイサン", "312045", "outreach", "魚の宅配で地域を回っています。"),
    (K.NPO, "夜カフェつきあかり", "ヨルカフェツキアカリ", "312029", "place consultation", "夜に開く相談のできるカフェです。"),
    (K.VOLUNTARY, "八頭えがおの会", "ヤズエガオノカイ", "313297", "childrens_cafeteria", "子どもと高齢者の食事会です。"),
    (K.NPO, "転勤族の友だちづくり", "テンキンゾクノトモダチヅクリ", "312011", "peer", "転入した人の交流の会です。"),
    (K.VOLUNTARY, "日吉津歩こう会", "ヒエヅアルコウカイ", "313840", "elderly", "週に1回、一緒に歩く会です。"),
    (K.VOLUNTARY, "音楽の広場おとのわ", "オンガクノヒロバオトノワ", "312037", "community", "楽器を持ち寄る会です。"),
)  # fmt: skip
CONSENTS = {
    **{"pledge_version": PLEDGE.version, "privacy_version": PRIVACY.version},
    "bylaws_version": "2024-04-01",
}


def admit(stage: Stage) -> Iterator[datetime]:
    """Two batches decided, one that waits for its second officer, one open; every other state."""
    yield stage.ago(110)
    first = [_entered(stage, place, ReceivedBy.PAPER) for place in (0, 1)]
    yield from _decide(stage, first, 100)
    yield stage.ago(62)
    second = [_entered(stage, place, ReceivedBy.FAX) for place in (2, 3)]
    yield from _decide(stage, second, 50)
    yield stage.ago(12)
    third = [_applied(stage, place) for place in (4, 5, 6, 7)]
    batch = batches.open_batch(stage.second)
    taken_back = _applied(stage, 8)
    applicants.take_back(
        PUBLIC, stage.links.status_token(taken_back.id, taken_back.status_nonce), links=stage.links
    )
    _submitted(stage, 9)
    yield stage.ago(7)
    incomplete = _applied(stage, 10)
    _check(stage, incomplete, 1)
    what = "活動の内容に、直近1年の開催の回数を書き加えてください。"
    corrections.request(stage.second, incomplete.id, what, links=stage.links)
    yield stage.ago(2, 14)
    applications.expire_unconfirmed(SYSTEM)
    batches.close(stage.second, batch.id)
    for each in third:
        _check(stage, each)
    proposals.propose_possible(stage.second, batch.id)
    approvals.submit(stage.second, batch.id)
    batches.open_batch(stage.second)
    urgent = _applied(stage, 11)
    _check(stage, urgent)
    immediate.propose_acceptance(stage.second, urgent.id, "月末に共催する催しがあるため")
    yield stage.ago(1, 16)
    _check(stage, _applied(stage, 12), 2)
    yield stage.minutes_ago(90)
    _applied(stage, 13)
    _entered(stage, 14, ReceivedBy.PAPER)
    yield stage.minutes_ago(12)
    _submitted(stage, 15)


def _decide(stage: Stage, held: list[Application], days: int) -> Iterator[datetime]:
    """Decide a batch: the one that sells something is refused."""
    batch = batches.open_batch(stage.second, [each.id for each in held])
    yield stage.ago(days)
    batches.close(stage.second, batch.id)
    for each in held:
        sells = each.name.startswith("投資")
        _check(stage, each, passed=not sells)
        reason = "孤独・孤立対策の推進との関連が認められないため" if sells else ""
        proposals.propose(stage.second, each.id, accept=not sells, reason=reason)
    approvals.submit(stage.second, batch.id)
    yield stage.ago(days - 1)
    approvals.approve(stage.officer, batch.id, links=stage.links)


def _check(stage: Stage, application: Application, most: int = 9, *, passed: bool = True) -> None:
    """Record the first checks of an application, at most so many."""
    for check in required_checks(application.kind)[:most]:
        note = "" if passed else "営利の勧誘が主な活動である。"
        decisions.record_check(stage.second, application.id, check, passed=passed, note=note)
        passed = True


def _values(place: int) -> dict[str, Any]:
    return profile(APPLICANTS[place], len(ROSTER) + 1 + place) | CONSENTS


def _entered(stage: Stage, place: int, way: ReceivedBy) -> Application:
    return applications.enter_on_paper(
        stage.second, _values(place), way, received_on=clock.today(), links=stage.links
    )


def _submitted(stage: Stage, place: int) -> Application:
    key = f"demonstration:{place}"
    return submissions.submit(PUBLIC, _values(place), links=stage.links, idempotency_key=key)


def _applied(stage: Stage, place: int) -> Application:
    """Apply by the form and open the link in the mail."""
    letter = f"application:{_submitted(stage, place).id}"
    body = select(OutboxMessage.body).where(OutboxMessage.dedupe_key == letter)
    found = re.search(r"/apply/confirm-address/(\S+)", db.session.scalars(body).one())
    assert found is not None
    return submissions.confirm(PUBLIC, found[1], links=stage.links)
