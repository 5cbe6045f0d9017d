"""Imports of tables into registers (台帳への取込み): nothing is written before all rows are checked."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.registers.entry import RegisterModel, plain, register_named
from app.models.registers.register_import import RegisterImport
from app.rules.common import column_mapping
from app.rules.common.column_mapping import Layout
from app.rules.states.common.table import next_state
from app.rules.states.registers.register_import import (
    REGISTER_IMPORT,
    RegisterImportState,
    RegisterImportVerb,
    RowFate,
)
from app.security.viewer import Role, Viewer
from app.services.common import (
    approvals,
    audit,
    column_layouts,
    column_mappings,
    rows,
    settings,
    spreadsheet_rows,
    spreadsheets,
)
from app.services.common.spreadsheet_preview import Preview
from app.services.registers import entries, import_rows
from app.services.registers.import_rows import RowResult

KIND = "register_import.start"
KEPT = timedelta(days=30)
MOST_ROWS = 1000
"""Rows of a file, which are entered in one transaction."""
WORKING = (
    RegisterImportState.READING,
    RegisterImportState.CHECKING,
    RegisterImportState.ENTERING,
)
_V = RegisterImportVerb


def model_of(job: RegisterImport) -> RegisterModel:
    """Return the model of the register that a file is imported into."""
    model = register_named(job.register)
    assert model is not None
    return model


def upload(actor: Viewer, model: RegisterModel, file_name: str, content: bytes) -> RegisterImport:
    """Store an uploaded file. Raises RuleViolation for one that is no table."""
    actor.require(Role.SECRETARIAT)
    try:
        spreadsheets.detect_format(content)
    except spreadsheets.Unreadable as fault:
        raise RuleViolation(None, fault.message) from fault
    job = RegisterImport(
        register=model.register.key,
        file_name=file_name[:200],
        content=content,
        state=next_state(REGISTER_IMPORT, None, _V.UPLOAD),
        created_at=clock.now(),
        created_by_id=actor.person(),
        created_by_name=actor.name,
    )
    db.session.add(job)
    db.session.flush()
    _record(actor, "upload", job, bytes=len(content))
    return job


def one(actor: Viewer, job_id: int) -> RegisterImport:
    """Return the import. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(RegisterImport, job_id)


def proposal(job: RegisterImport, sheet: int, line: int | None, lines: int | None) -> Layout:
    """Return a sheet's layout: headings and columns as asked for, as last time, or as guessed."""
    preview = Preview.load(job.preview)
    targets = import_rows.targets(model_of(job))
    return column_layouts.proposal(purpose(job), preview, targets, sheet, line, lines)


def assign(actor: Viewer, job_id: int, layout: Layout) -> RegisterImport:
    """Map the columns, remember it for the next file with these headings, and check the rows.

    Raises RuleViolation for a column mapped twice and for a table that names no entry.
    """
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RegisterImport, job_id)
    state = next_state(REGISTER_IMPORT, job.state, _V.MAP_COLUMNS)
    sheets, model = Preview.load(job.preview).sheets, model_of(job)
    if not 0 <= layout.sheet < len(sheets):
        raise RuleViolation(None, "シートを選び直してください。")
    names = {target.key: target.name for target in import_rows.targets(model)}
    twice = column_mapping.twice([*layout.columns, *layout.filled])
    if twice:
        raise RuleViolation(
            None,
            f"「{names[min(twice)]}」に、列や値を二つ以上割り当てています。一つにしてください。",
        )
    known = {*layout.columns, *layout.filled}
    if import_rows.ID not in known and not known.issuperset(model.register.recognised_by):
        wanted = "」「".join(names[key] for key in model.register.recognised_by)
        raise RuleViolation(None, f"「{wanted}」に列を割り当ててください。")
    job.sheet, job.heading_line = layout.sheet, layout.heading_line
    job.heading_lines, job.columns = layout.heading_lines, list(layout.columns)
    job.filled, job.state = dict(layout.filled), state
    found = column_layouts.headings(sheets[layout.sheet], layout.heading_line, layout.heading_lines)
    column_mappings.remember(actor, purpose(job), found, layout)
    _record(actor, "assign", job, columns=[key for key in layout.columns if key])
    return job


def needs_two(job: RegisterImport) -> bool:
    """Whether the import enters more rows than one officer may (a setting)."""
    return _entered(job) > int(settings.value("import_rows"))


def start(actor: Viewer, job_id: int, *, skip_wrong: bool) -> RegisterImport:
    """Enter the checked rows, or propose it where two officers are needed. Raises RuleViolation."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RegisterImport, job_id)
    verb = _V.PROPOSE if needs_two(job) else _V.START
    state = next_state(REGISTER_IMPORT, job.state, verb)
    if job.counts.get(RowFate.WRONG.value) and not skip_wrong:
        raise RuleViolation(
            None,
            "誤りのある行があります。ファイルを直すか、誤りのある行を飛ばすことを選んでください。",
        )
    if not _entered(job):
        raise RuleViolation(None, "新しく登録する行も変更する行もありません。")
    job.state = state
    if verb is _V.PROPOSE:
        approvals.propose(actor, KIND, job.id, title=job.file_name, counts=dict(job.counts))
    else:
        _record(actor, "start", job, **job.counts)
    return job


def release(actor: Viewer, job_id: int) -> RegisterImport:
    """Release a proposed import, which is then entered. Raises RuleViolation for its proposer."""
    job = _awaiting(actor, job_id)
    approvals.release(actor, KIND, job.id)
    job.state = next_state(REGISTER_IMPORT, job.state, _V.START)
    _record(actor, "start", job, **job.counts)
    return job


def send_back(actor: Viewer, job_id: int, reason: str) -> RegisterImport:
    """Return a proposed import with a reason. Raises RuleViolation without one."""
    job = _awaiting(actor, job_id)
    approvals.send_back(actor, KIND, job.id, reason)
    job.state = next_state(REGISTER_IMPORT, job.state, _V.RETURN)
    return job


def take_back(actor: Viewer, job_id: int) -> RegisterImport:
    """Take a proposed import back."""
    job = _awaiting(actor, job_id)
    approvals.take_back(actor, KIND, job.id)
    job.state = next_state(REGISTER_IMPORT, job.state, _V.RETURN)
    return job


def cancel(actor: Viewer, job_id: int) -> RegisterImport:
    """Cancel the import (取りやめ). Nothing was written; the file is deleted."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RegisterImport, job_id)
    _close(job, _V.CANCEL)
    _record(actor, "cancel", job)
    return job


def work(actor: Viewer) -> bool:
    """Do the next step of the oldest import that waits for one; return whether there was any.

    The step is one transaction, and its lock keeps other workers away.
    """
    actor.require(Role.SYSTEM)
    waiting = select(RegisterImport).where(RegisterImport.state.in_(WORKING))
    job = db.session.scalars(
        waiting.order_by(RegisterImport.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if job is None:
        return False
    try:
        with audit.savepoint():
            _STEPS[job.state](actor, job)
    except (spreadsheets.Unreadable, RuleViolation, StaleState) as fault:
        job.error = fault.message
        _close(job, _V.FAIL)
    return True


def forget_old(actor: Viewer) -> None:
    """Delete imports that are long over: their rows may name persons."""
    actor.require(Role.SYSTEM)
    over = RegisterImport.finished_at < clock.now() - KEPT
    db.session.execute(delete(RegisterImport).where(over))


def _read(_actor: Viewer, job: RegisterImport) -> None:
    job.preview = spreadsheet_rows.preview(job.content).stored()
    job.state = next_state(REGISTER_IMPORT, job.state, _V.ASK_COLUMNS)


def _check(_actor: Viewer, job: RegisterImport) -> None:
    layout = Layout(
        job.sheet, job.heading_line, job.heading_lines, tuple(job.columns), dict(job.filled)
    )
    reader = import_rows.Reader(model_of(job), layout)
    results: list[RowResult] = []
    for row in spreadsheet_rows.rows(job.content, sheet=layout.sheet):
        if row.line < layout.first_row or row.is_blank:
            continue
        if len(results) == MOST_ROWS:
            raise RuleViolation(
                None, f"{MOST_ROWS:,}行を超えています。ファイルを分けて取り込んでください。"
            )
        results.append(reader.result(row))
    job.rows = [asdict(each) for each in results]
    fates = [each.fate for each in results]
    job.counts = {fate.value: fates.count(fate) for fate in RowFate}
    job.state = next_state(REGISTER_IMPORT, job.state, _V.NOTE_CHECKED)


def _enter(actor: Viewer, job: RegisterImport) -> None:
    model = model_of(job)
    for row in job.rows:
        values = import_rows.loaded(model, row["values"])
        if row["fate"] == RowFate.NEW:
            entries.add(actor, model, values, source=job.file_name)
        elif row["fate"] == RowFate.CHANGE:
            _require_unchanged(model, row)
            entries.change(actor, model, row["entry"], values)
    _record(actor, "enter", job, **job.counts)
    _close(job, _V.FINISH)


def _require_unchanged(model: RegisterModel, row: dict[str, Any]) -> None:
    """Raise StaleState if an entry is not as it was when its row was checked."""
    entry = entries.one(model, row["entry"])
    now = {key: plain(getattr(entry, key)) for key in row["changes"]}
    if now != {key: before for key, (before, _after) in row["changes"].items()}:
        raise StaleState(
            f"{row['line']}行目の登録が、確認の後に変わりました。取り込んでいません。"
            "もう一度ファイルを選んで取り込んでください。"
        )


_STEPS = {
    RegisterImportState.READING: _read,
    RegisterImportState.CHECKING: _check,
    RegisterImportState.ENTERING: _enter,
}


def _entered(job: RegisterImport) -> int:
    return sum(job.counts.get(fate.value, 0) for fate in (RowFate.NEW, RowFate.CHANGE))


def _awaiting(actor: Viewer, job_id: int) -> RegisterImport:
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RegisterImport, job_id)
    if job.state is not RegisterImportState.AWAITING:
        raise StaleState("承認待ちではありません。画面を開き直して状態を確かめてください。")
    return job


def _close(job: RegisterImport, verb: RegisterImportVerb) -> None:
    job.state = next_state(REGISTER_IMPORT, job.state, verb)
    job.finished_at, job.content, job.preview = clock.now(), b"", {}
    db.session.flush()


def purpose(job: RegisterImport) -> str:
    """Return under what the mapping of columns is remembered."""
    return f"register.{job.register}"[:40]


def _record(actor: Viewer, verb: str, job: RegisterImport, **details: Any) -> None:
    db.session.flush()
    audit.record(
        actor,
        f"register_import.{verb}",
        "register_import",
        job.id,
        register=job.register,
        **details,
    )
