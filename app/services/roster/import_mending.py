"""Rows of a checked import, mended and answered in the browser (行の手直し, 同じ団体かの回答)."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.states.roster.roster_import import RosterImportState, RowOutcome
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.roster import import_checking, import_results, imports, row_values
from app.services.roster.import_checking import Source
from app.services.roster.import_judging import Judge, Judged
from app.services.roster.import_recognition import ANOTHER, IN_FILE, ON_ROSTER
from app.services.roster.roster_columns import IMPORTED

SAME = "same"
COMPARED = ("name", "corporate_number", "address", "phone", "representative_name")
"""What an officer sees of both sides: what organisations are recognised by."""


def row(actor: Viewer, job_id: int, line: int) -> tuple[RosterImport, RosterImportRow]:
    """Return a checked import and one of its rows. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    job = rows.one(RosterImport, job_id)
    found = db.session.get(RosterImportRow, (job_id, line))
    if found is None or job.state is not RosterImportState.CHECKED:
        raise NotFound
    return job, found


def stored(job_id: int, line: int) -> Mapping[str, str]:
    """Return the values of a row, locked as `mend` locks it."""
    return import_results.values(*_locked(job_id, line))


def mend(actor: Viewer, job_id: int, line: int, values: Mapping[str, str]) -> RosterImportRow:
    """Put values in place of the file's, and judge the row again. values: by key of IMPORTED.

    Raises RuleViolation where nothing differs.
    """
    actor.require(Role.SECRETARIAT)
    job, found = _locked(job_id, line)
    before = import_results.values(job, found)
    known = {column.key for column in IMPORTED}
    differing = {
        key: text.replace("\r\n", "\n")
        for key, text in values.items()
        if key in known and text.replace("\r\n", "\n") != before.get(key, "")
    }
    if not differing:
        raise RuleViolation(None, "値が変わっていません。直してから保存してください。")
    found.mended = dict(found.mended) | differing
    judge_again(job, [found])
    audit.record(
        actor, "roster_import.mend", "roster_import", job.id, line=line, fields=sorted(differing)
    )
    return found


def answer(actor: Viewer, job_id: int, answers: Mapping[int, str]) -> int:
    """Answer the questions of some rows: line → ANOTHER, SAME or an organisation's id.

    Return how many were answered. Raises RuleViolation for an answer that was not offered, and
    where there is none.
    """
    actor.require(Role.SECRETARIAT)
    job = _locked_job(job_id)
    asked = db.session.scalars(
        select(RosterImportRow)
        .where(
            RosterImportRow.import_id == job_id,
            RosterImportRow.line.in_(answers),
            RosterImportRow.fate == RowOutcome.QUESTION,
        )
        .order_by(RosterImportRow.line)
    ).all()
    if not asked:
        raise RuleViolation(None, "回答を選んでください。")
    for each in asked:
        kind, given = each.question["kind"], answers[each.line]
        offered = (
            {ANOTHER, SAME}
            if kind == IN_FILE
            else {ANOTHER, *(str(one) for one in each.question["organisations"])}
        )
        if given not in offered:
            raise RuleViolation(None, f"{each.line}行目の回答を選び直してください。")
        each.answers = dict(each.answers) | {kind: given}
    judge_again(job, asked)
    audit.record(
        actor,
        "roster_import.answer",
        "roster_import",
        job.id,
        answers={str(each.line): answers[each.line] for each in asked},
    )
    return len(asked)


def judge_again(job: RosterImport, changed: Sequence[RosterImportRow]) -> None:
    """Judge rows again, with those that are or were compared with them inside the file."""
    words = row_values.load_choices()
    before = {mark for each in changed for mark in each.marks}
    judged = _judge(job, changed, words)
    after = {mark for one in judged for mark in one.marks}
    together = {each.line: each for each in [*changed, *_sharing(job, before | after)]}
    in_order = [together[line] for line in sorted(together)]
    for each, one in zip(in_order, _judge(job, in_order, words), strict=True):
        for name, value in import_checking.stored(one).items():
            setattr(each, name, value)
    db.session.flush()
    imports.recount(job)


def _judge(
    job: RosterImport, stored: Sequence[RosterImportRow], words: row_values.ChoiceCodes
) -> list[Judged]:
    readings = [
        import_checking.read(Source.of(each), job.columns, job.filled, words) for each in stored
    ]
    return Judge(gaps=job.gaps).judge(readings)


def _sharing(job: RosterImport, marks: Collection[str]) -> Sequence[RosterImportRow]:
    """Return the rows that share a mark with these."""
    held = db.session.execute(
        select(RosterImportRow.line, RosterImportRow.marks).where(
            RosterImportRow.import_id == job.id
        )
    )
    wanted = set(marks)
    lines = [line for line, own in held if wanted & set(own)]
    return db.session.scalars(
        select(RosterImportRow).where(
            RosterImportRow.import_id == job.id, RosterImportRow.line.in_(lines)
        )
    ).all()


def compared(
    actor: Viewer, job: RosterImport, asked: Sequence[RosterImportRow]
) -> dict[int, list[tuple[str, str, dict[str, str]]]]:
    """Return with whom rows in question are compared: line → answer, heading, values by key."""
    actor.require(Role.SECRETARIAT)
    ids = {one for each in asked for one in each.question.get("organisations", ())}
    known = {
        one.id: one
        for one in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    }
    lines = [each.question["line"] for each in asked if each.question.get("kind") == IN_FILE]
    earlier = {
        each.line: each
        for each in db.session.scalars(
            select(RosterImportRow).where(
                RosterImportRow.import_id == job.id, RosterImportRow.line.in_(lines)
            )
        )
    }
    found = {}
    for each in asked:
        if each.question.get("kind") == ON_ROSTER:
            found[each.line] = [
                (str(one.id), one.name, {key: getattr(one, key) or "" for key in COMPARED})
                for place in each.question["organisations"]
                if (one := known.get(place))
            ]
        elif (other := earlier.get(each.question.get("line", 0))) is not None:
            texts = import_results.values(job, other)
            of_file = {key: texts.get(key, "") for key in COMPARED}
            found[each.line] = [(SAME, f"{other.line}行目 {other.name}", of_file)]
    return found


def _locked_job(job_id: int) -> RosterImport:
    job = rows.locked(RosterImport, job_id)
    if job.state is not RosterImportState.CHECKED:
        raise RuleViolation(None, "確認の済んだ取込みだけ直せます。画面を開き直してください。")
    return job


def _locked(job_id: int, line: int) -> tuple[RosterImport, RosterImportRow]:
    job = _locked_job(job_id)
    found = db.session.get(RosterImportRow, (job_id, line))
    if found is None:
        raise NotFound
    return job, found
