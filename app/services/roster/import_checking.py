"""The check of an import (確認): every row is read, recognised and judged; nothing is written."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import delete, insert, update

from app.extensions import db
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import ROSTER_IMPORT, RosterImportVerb, RowOutcome
from app.security.viewer import Role, Viewer
from app.services.common import spreadsheet_rows
from app.services.common.spreadsheet_rows import Row
from app.services.common.spreadsheets import Unreadable
from app.services.roster import imports, roster_columns, roster_rows
from app.services.roster.import_judging import Judge, Judged
from app.services.roster.roster_rows import ChoiceCodes, Reading

STEP = 500
"""Rows judged in one transaction: few, so that the check does not block other writers."""


def check(actor: Viewer, job_id: int, holder: str) -> Iterator[None]:
    """Check the whole file in steps; the caller commits after each.

    Raises Unreadable for a file that is no roster, LeaseLost when the job was cancelled.
    """
    actor.require(Role.SYSTEM)
    job = imports.renew_lease(job_id, holder)
    content = job.content
    job.total = job.done = 0
    job.counts = {}
    db.session.execute(delete(RosterImportRow).where(RosterImportRow.import_id == job_id))
    yield
    total = sum(1 for _row in spreadsheet_rows.rows(content)) - 1
    found = spreadsheet_rows.rows(content)
    columns = roster_columns.recognise(next(found).cells)
    if total < 1:
        raise Unreadable("見出しの下に行がありません。団体を1行に一つ書いてください。")
    job = imports.renew_lease(job_id, holder)
    job.columns, job.total = columns, total
    words, judge = roster_rows.load_choices(), Judge()
    yield
    counts = {fate.value: 0 for fate in RowOutcome}
    done = 0
    while step := list(islice(found, STEP)):
        readings = [read(row, columns, words) for row in step]
        imports.renew_lease(job_id, holder)
        judged = judge.judge(readings)
        db.session.execute(insert(RosterImportRow), _stored(job_id, judged, step))
        for one in judged:
            counts[one.fate.value] += 1
        done += len(step)
        db.session.execute(
            update(RosterImport)
            .where(RosterImport.id == job_id)
            .values(done=done, counts=dict(counts))
        )
        db.session.expunge_all()
        yield
    job = imports.renew_lease(job_id, holder)
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.NOTE_CHECKED)
    job.lease_until, job.lease_holder, job.attempts = None, "", 0
    yield


def read(row: Row, columns: Sequence[str], words: ChoiceCodes) -> Reading:
    """Return the row in its stored form, with every fault visible from the row alone."""
    texts = [*row.cells, *([""] * (len(columns) - len(row.cells)))]
    cells = {key: text for key, text in zip(columns, texts, strict=False) if key}
    reading = roster_rows.read(row.line, cells, words)
    for place, fault in row.faults.items():
        key = columns[place] if place < len(columns) else ""
        if key or place >= len(columns):
            reading.faults.append([key, fault])
    if any(row.cells[len(columns) :]):
        reading.faults.append(["", "見出しのない列に値があります。消すか見出しを付けてください。"])
    return reading


def _stored(job_id: int, judged: Sequence[Judged], step: Sequence[Row]) -> list[dict[str, object]]:
    return [
        {
            "import_id": job_id,
            "line": row.line,
            "name": (one.reading.name or (one.organisation.name if one.organisation else ""))[:200],
            "fate": one.fate,
            "reasons": one.reasons,
            "notes": one.notes,
            "changes": [[d.key, d.before, d.after] for d in one.differences],
            "cells": row.cells,
            "organisation_id": one.organisation.id if one.organisation else None,
        }
        for one, row in zip(judged, step, strict=True)
    ]
