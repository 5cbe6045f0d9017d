"""Initial draft of a case conference's minutes, from the recorded conference."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app import clock
from app.extensions import db
from app.models.cases.conference import Conference, ConferenceMember
from app.models.council.council import ConstituentBody
from app.rules.common.era import era_date, in_era, weekday
from app.security import vault


def draft(
    conference: Conference, members: Sequence[ConferenceMember], outcome: Mapping[str, Any]
) -> str:
    """Return the draft. outcome: as sealed by conferences.hold."""
    content = vault.unseal(conference, "content")
    return "\n".join(
        (
            f"第{conference.number}回個別ケース検討会議　議事録",
            f"１　日時　{_moment(conference)}",
            f"２　場所　{content['place']}",
            "３　出席者",
            *(_name(member) for member in members if member.attended),
            "４　議題",
            content["agenda"],
            "５　協議の内容",
            "",
            "６　決定したこと",
            outcome["decisions"],
            *_decided(outcome),
            *_next(conference.next_on),
        )
    )


def _moment(conference: Conference) -> str:
    began = clock.local(conference.begins_at)
    return f"{era_date(began.date())}{weekday(began.date())} {began:%H:%M}"


def _name(member: ConferenceMember) -> str:
    return f"　{member.person.account.get_full_name()}（{member.person.body.name}）"


def _decided(outcome: Mapping[str, Any]) -> list[str]:
    lines = []
    if outcome["lead_body"]:
        lines.append(f"主担当機関：{_body(outcome['lead_body'])}")
    for part in outcome["parts"]:
        by_when = in_era(date.fromisoformat(part["by_when"]))
        lines.append(f"{_body(part['body'])}：{part['what']}（{by_when}まで）")
    return lines


def _next(day: date | None) -> list[str]:
    return [] if day is None else [f"７　次回の会議　{in_era(day)}{weekday(day)}"]


def _body(body_id: int) -> str:
    return db.session.get_one(ConstituentBody, body_id).name
