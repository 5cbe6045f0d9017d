"""The outcome of each row of an import, as texts and as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.membership.profile_changes import name_of
from app.security.viewer import Role, Viewer
from app.services.common import tabular
from app.services.membership import profile_texts
from app.services.membership.profile_texts import ProfileTexts
from app.services.roster.roster_columns import BY_KEY, RESULTS


def results(actor: Viewer, job: RosterImport) -> bytes:
    """Return the rows as read, preceded by outcome and reasons; importable again once corrected."""
    actor.require(Role.SECRETARIAT)
    keys = list(dict.fromkeys(key for key in (*job.columns, *job.filled, *_mended(job)) if key))
    header = [column.heading for column in RESULTS] + [BY_KEY[key].heading for key in keys]
    return tabular.to_workbook(
        [
            tabular.Worksheet(
                "取込みの結果", header, _rows(job, keys), sentences=(RESULTS[-1].heading,)
            )
        ],
        title="取込みの結果",
    )


def _mended(job: RosterImport) -> list[str]:
    """Return the keys that officers mended."""
    found = db.session.scalars(
        select(RosterImportRow.mended).where(RosterImportRow.import_id == job.id)
    )
    return list(dict.fromkeys(key for mended in found for key in mended))


def _rows(job: RosterImport, keys: Sequence[str]) -> Iterator[list[str | int]]:
    texts = profile_texts.load()
    found = db.session.scalars(
        select(RosterImportRow)
        .where(RosterImportRow.import_id == job.id)
        .order_by(RosterImportRow.line)
        .execution_options(yield_per=500)
    )
    for row in found:
        said = [*sentences(row.reasons), *row.notes]
        said += [change(each, texts) for each in row.changes]
        said += [row.undo_refusal] if row.undo_refusal else []
        cells = values(job, row)
        yield [
            row.line,
            row.fate.label,
            "\n".join(said),
            *(cells.get(key, "") for key in keys),
        ]


def values(job: RosterImport, row: RosterImportRow) -> dict[str, str]:
    """Return the texts of a row by key, as filled in, as in the file, as mended."""
    found = dict(job.filled)
    found |= {key: text for key, text in zip(job.columns, row.cells, strict=False) if key}
    return found | row.mended


def sentences(reasons: Sequence[Sequence[str]]) -> list[str]:
    """Return the reasons with the columns they concern; one sentence for columns alike."""
    columns: dict[str, list[str]] = {}
    for column, words in reasons:
        columns.setdefault(words, [])
        if column in BY_KEY:
            columns[words].append(BY_KEY[column].heading)
    return [f"{'、'.join(names)}：{words}" if names else words for words, names in columns.items()]


def change(each: list[Any], texts: ProfileTexts) -> str:
    """Return a difference as text: 電話番号：「…」→「…」."""
    key, before, after = each
    return f"{name_of(key)}：「{texts.value(key, before)}」→「{texts.value(key, after)}」"
