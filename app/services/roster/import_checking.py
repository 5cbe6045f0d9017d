"""The check of an import (確認): every row is read, recognised and judged; nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, update

from app.extensions import db
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.common.column_mapping import Layout
from app.rules.common.field import Kind
from app.rules.membership.profile_fields import BY_KEY
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import ROSTER_IMPORT, RosterImportVerb
from app.security.viewer import Role, Viewer
from app.services.common import spreadsheet_rows
from app.services.common.spreadsheets import Unreadable
from app.services.common.table_row import Row
from app.services.roster import import_layout, import_leases, imports, roster_rows, row_values
from app.services.roster.import_judging import Judge, Judged
from app.services.roster.roster_rows import Reading
from app.services.roster.row_values import ChoiceCodes

STEP = 500
"""Rows judged in one transaction: few, so that the check does not block other writers."""
TOTALS = frozenset(("合計", "総合計", "小計", "総計", "計", "総数"))
_NAMED_LINES = 10


@dataclass(frozen=True)
class Source:
    """A row of the file, with what an officer has put in place of it."""

    row: Row
    mended: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: RosterImportRow) -> "Source":
        """Return the source of a stored row."""
        faults = {int(place): fault for place, fault in stored.faults.items()}
        row = Row(stored.line, stored.cells, faults, stored.remarks)
        return cls(row, stored.mended, stored.answers)


def check(actor: Viewer, job_id: int, holder: str) -> Iterator[None]:
    """Check the whole file in steps; the caller commits after each.

    A file with unknown headings waits for a person to map its columns. Raises Unreadable for a file
    that is no roster, LeaseLost when the job was cancelled.
    """
    actor.require(Role.SYSTEM)
    job = import_leases.renew_lease(job_id, holder)
    content = job.content
    if not job.columns and not import_layout.settle(job, spreadsheet_rows.preview(content)):
        job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.ASK_COLUMNS)
        imports.free(job)
        yield
        return
    job.total = job.done = 0
    job.counts, job.effects = {}, {}
    layout, gaps = import_layout.of_job(job), job.gaps
    yield
    total, blank = _count(content, layout.sheet, layout.first_row)
    if total < 1:
        raise Unreadable("見出しの下に行がありません。団体を1行に一つ書いてください。")
    found = (row for row in _below(content, layout.sheet, layout.first_row) if not row.is_blank)
    job = import_leases.renew_lease(job_id, holder)
    job.total = total
    job.notes = [*import_layout.of_sheets(job), *_of_blank(blank)]
    yield
    yield from _judge(job_id, holder, found, layout, gaps=gaps)
    job = import_leases.renew_lease(job_id, holder)
    imports.recount(job)
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.NOTE_CHECKED)
    imports.free(job)
    yield


def _judge(
    job_id: int, holder: str, rows: Iterator[Row], layout: Layout, *, gaps: bool
) -> Iterator[None]:
    """Judge and store the rows in steps, each in place of what an earlier check stored."""
    words, judge, done = row_values.load_choices(), Judge(gaps=gaps), 0
    while step := list(islice(rows, STEP)):
        kept = _kept(job_id, [row.line for row in step])
        sources = [Source(row, *kept.get(row.line, ({}, {}))) for row in step]
        readings = [read(source, layout.columns, layout.filled, words) for source in sources]
        import_leases.renew_lease(job_id, holder)
        judged = judge.judge(readings)
        imports.forget_rows(job_id, [row.line for row in step])
        db.session.execute(
            insert(RosterImportRow),
            [
                {"import_id": job_id, "line": source.row.line} | stored(one) | _given(source)
                for one, source in zip(judged, sources, strict=True)
            ],
        )
        done += len(step)
        db.session.execute(update(RosterImport).where(RosterImport.id == job_id).values(done=done))
        db.session.expunge_all()
        yield


def _kept(
    job_id: int, lines: Sequence[int]
) -> dict[int, tuple[Mapping[str, str], Mapping[str, str]]]:
    """Return what officers mended and answered before: line → both."""
    found = db.session.execute(
        select(RosterImportRow.line, RosterImportRow.mended, RosterImportRow.answers).where(
            RosterImportRow.import_id == job_id, RosterImportRow.line.in_(lines)
        )
    )
    return {line: (mended, answers) for line, mended, answers in found}


def _below(content: bytes, sheet: int, first_row: int) -> Iterator[Row]:
    return (row for row in spreadsheet_rows.rows(content, sheet=sheet) if row.line >= first_row)


def _count(content: bytes, sheet: int, first_row: int) -> tuple[int, list[int]]:
    """Return the number of rows, and the lines of those in which only blanks and dashes stand."""
    total, blank = 0, []
    for row in _below(content, sheet, first_row):
        if row.is_blank:
            blank.append(row.line)
        else:
            total += 1
    return total, blank


def _of_blank(lines: Sequence[int]) -> list[str]:
    if not lines:
        return []
    named = "、".join(str(line) for line in lines[:_NAMED_LINES])
    more = "ほか" if len(lines) > _NAMED_LINES else ""
    return [f"空白や線だけの行を{len(lines):,}行飛ばしました（{named}行目{more}）。"]


def read(
    source: Source, columns: Sequence[str], filled: Mapping[str, str], words: ChoiceCodes
) -> Reading:
    """Return the row in its stored form, with every fault visible from the row alone."""
    row, mended = source.row, source.mended
    texts = [*row.cells, *([""] * (len(columns) - len(row.cells)))]
    cells = dict(filled)
    cells |= {key: text for key, text in zip(columns, texts, strict=False) if key}
    reading = roster_rows.read(row.line, cells | dict(mended), words)
    reading.answers = source.answers
    for place, fault in row.faults.items():
        key = columns[place] if place < len(columns) else ""
        if key and key not in mended:
            reading.faults.append([key, fault])
    if not mended and {cell.strip() for cell in texts if cell.strip()} & TOTALS:
        said = "合計の行のようです。団体の行でなければ、飛ばしてください。"
        reading.faults = [["", said]]
    reading.notes += [*row.remarks, *_dates(row, columns, mended)]
    return reading


def _dates(row: Row, columns: Sequence[str], mended: Mapping[str, str]) -> list[str]:
    """Return remarks on dates where none belongs: Excel makes one of 1-2-3."""
    found = []
    for place in sorted(row.dated):
        key = columns[place] if place < len(columns) else ""
        if key in BY_KEY and key not in mended and BY_KEY[key].kind is not Kind.YEAR:
            found.append(
                f"{BY_KEY[key].label}が日付（{row.cells[place]}）になっています。"
                "Excelが番号や番地を日付に変えたのかもしれません。"
            )
    return found


def stored(one: Judged) -> dict[str, Any]:
    """Return the outcome of a row as its columns."""
    name = one.reading.name or (one.organisation.name if one.organisation else "")
    return {
        "name": name[:200],
        "fate": one.fate,
        "reasons": one.reasons,
        "notes": one.notes,
        "changes": [[d.key, d.before, d.after] for d in one.differences],
        "question": one.question,
        "marks": one.marks,
        "widens": any(each.widens for each in one.differences),
        "clears": any(each.clears for each in one.differences),
        "gaps": one.gaps,
        "organisation_id": one.organisation.id if one.organisation else None,
    }


def _given(source: Source) -> dict[str, Any]:
    row = source.row
    return {
        "cells": row.cells,
        "faults": {str(place): fault for place, fault in row.faults.items()},
        "remarks": row.remarks,
        "mended": dict(source.mended),
        "answers": dict(source.answers),
    }
