"""PDF of a sealed resolution record, from its sealed content only."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.documents.meeting import resolution_paper
from app.documents.meeting.resolution_paper import ResolutionPaper
from app.models.meeting.resolution import ResolutionRecord
from app.rules.common.era import era_date
from app.rules.meeting.agenda import MeetingForm, ResolutionKind
from app.rules.meeting.attendance import Ground
from app.services.meeting import attendance_summary

COUNTED = {
    "entitled": "議決に加われる",
    "in_favour": "賛成",
    "against": "反対",
    "abstained": "棄権",
    "silent": "表示なし",
}


def pdf(record: ResolutionRecord) -> bytes:
    """Return 議決の記録 (PDF). Raises TypesettingFailed."""
    content = record.content
    return resolution_paper.pdf(
        ResolutionPaper(
            title=f"議決の記録　{content['item']['label']}",
            facts=facts(record),
            counts=counts(content),
            members=members(content),
            sequence=record.sequence,
            hash=record.hash,
            previous_hash=record.previous_hash,
            dated=_day(content["closed_at"]),
        )
    )


def facts(record: ResolutionRecord) -> list[tuple[str, str]]:
    """Return (label, value) of the resolution: subject, meeting, outcome, effect."""
    content = record.content
    meeting, item = content["meeting"], content["item"]
    number = f"第{meeting['number']}回　" if meeting["number"] else ""
    kind = ResolutionKind(item["resolution_kind"]) if item["resolution_kind"] else None
    found = [
        ("会議", f"{number}{meeting['title']}"),
        ("開催の方法", MeetingForm(meeting["form"]).label),
        ("基準日", _era(meeting["record_date"])),
        ("回答の期限", _last_day(meeting.get("answers_end"))),
        ("議案", f"{item['label']}　{item['title']}"),
        ("議案の種類", f"{kind.label}（{kind.article}）" if kind else ""),
        ("通知", "あらかじめ通知した議案" if item["notified"] else "通知の後に加えた議案"),
        ("議長", _name(content, content["chair"]) if content["chair"] else "選出なし"),
        ("締切日時", f"{_era(content['closed_at'])}　{content['closed_at'][11:16]}"),
        ("結果", f"{record.outcome.label}（{content['article']}）"),
        ("計算", content["reason"]),
        ("効力の生じた日", _era(content["effective_on"])),
        ("効果", content["effect"]),
        *(("議決から除外", line) for line in _excluded(content)),
    ]
    return [(label, value) for label, value in found if value]


def counts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (label, number) of the count."""
    deemed = (
        "書面による賛成",
        f"{content['deemed']['assents']}（必要{content['deemed']['needed']}）",
    )
    if content["counts"] is None:
        return [deemed]
    return [*((label, str(content["counts"][key])) for key, label in COUNTED.items()), deemed]


def members(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return every executive member with its attendance and vote."""
    return [
        (name, _ground(content, key), attendance_summary.expressed(content, int(key)))
        for key, name in sorted(content["members"].items(), key=lambda pair: int(pair[0]))
    ]


def _ground(content: Mapping[str, Any], key: str) -> str:
    if content["meeting"]["form"] == MeetingForm.WRITTEN.value:
        return "書面決議"
    proxy = content["proxies"].get(key)
    ground = content["grounds"].get(key)
    if ground == Ground.PROXY.value and proxy is not None:
        return f"委任（{_name(content, proxy['agent'])}）"
    if ground is not None:
        return Ground(ground).label
    return "欠席" if proxy is None else f"欠席（{proxy['reason']}）"


def _name(content: Mapping[str, Any], key: str) -> str:
    return str(content["members"].get(key, "幹事団体を退いた団体"))


def _excluded(content: Mapping[str, Any]) -> Iterator[str]:
    for key, reason in content["item"]["excluded"].items():
        yield f"{_name(content, key)}（{reason}）"


def _day(written: str) -> date:
    return date.fromisoformat(written[:10])


def _last_day(end: str | None) -> str:
    """Return the last day of the answers, which ends at 24:00."""
    return f"{era_date(_day(end) - timedelta(days=1))}　24時" if end else ""


def _era(written: str | None) -> str:
    return era_date(_day(written)) if written else ""
