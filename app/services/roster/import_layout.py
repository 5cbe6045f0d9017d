"""Where the table of an import stands in its file, and how its columns are mapped (列の割当て)."""

from app.errors import RuleViolation
from app.extensions import db
from app.models.roster.roster_job import RosterImport
from app.rules.common import column_mapping
from app.rules.common.column_mapping import Layout, Target
from app.rules.membership.profile_fields import NEEDED_FIELDS
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import ROSTER_IMPORT, RosterImportVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, column_layouts, column_mappings, rows
from app.services.common.spreadsheet_preview import Preview
from app.services.roster import imports, roster_columns, roster_rows, row_values
from app.services.roster.import_template import CHOICES, GUIDE
from app.services.roster.roster_columns import BY_KEY

PURPOSE = "roster"


def settle(job: RosterImport, preview: Preview) -> bool:
    """Map the columns of a file with the template's headings; return whether it has them."""
    place = preview.first
    sheet = preview.sheets[place]
    number, cells = sheet.lines[0] if sheet.lines else (1, [])
    columns = roster_columns.recognise(cells)
    job.preview = preview.stored()
    job.notes = notes(preview, place)
    if columns is None:
        return False
    job.sheet, job.heading_line, job.heading_lines = place, number, 1
    job.columns, job.filled = columns, {}
    return True


def notes(preview: Preview, place: int) -> list[str]:
    """Return what is to be told of the other worksheets."""
    found = []
    if preview.sheets[place].hidden:
        found.append(f"読み取ったシート「{preview.sheets[place].title}」は、非表示のシートです。")
    for number, sheet in enumerate(preview.sheets):
        if number == place or sheet.is_empty or sheet.title in (GUIDE, CHOICES):
            continue
        hidden = "非表示の" if sheet.hidden else ""
        found.append(f"{hidden}シート「{sheet.title}」は読み取っていません。")
    return found


def of_sheets(job: RosterImport) -> list[str]:
    """Return the remarks on a job's other worksheets."""
    return notes(Preview.load(job.preview), job.sheet) if job.preview else []


def proposal(job: RosterImport, sheet: int, line: int | None, lines: int | None) -> Layout:
    """Return a sheet's layout: headings and columns as asked for, as last time, or as guessed."""
    preview = Preview.load(job.preview)
    targets = roster_columns.targets()
    return column_layouts.proposal(PURPOSE, preview, targets, sheet, line, lines)


def lacking(layout: Layout) -> list[Target]:
    """Return the required targets without column or value."""
    return column_mapping.lacking(roster_columns.targets(), layout.columns, layout.filled)


def assign(actor: Viewer, job_id: int, layout: Layout, *, gaps: bool) -> RosterImport:
    """Map the columns, remember it for the next file with these headings, and check the rows.

    gaps: let rows in whose required fields are empty. Raises RuleViolation for a mapping that tells
    no organisation, for a column mapped twice, for a filled-in value that is none, and where a
    required field has neither column nor value.
    """
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.MAP_COLUMNS)
    preview = Preview.load(job.preview)
    if not 0 <= layout.sheet < len(preview.sheets):
        raise RuleViolation(None, "シートを選び直してください。")
    found = column_layouts.headings(
        preview.sheets[layout.sheet], layout.heading_line, layout.heading_lines
    )
    _refuse_unclear(layout)
    _refuse_lacking(layout, gaps=gaps)
    if (layout.sheet, layout.first_row) != (job.sheet, job.heading_line + job.heading_lines):
        imports.forget_rows(job.id)  # what was answered belonged to other rows
    job.sheet, job.heading_line = layout.sheet, layout.heading_line
    job.heading_lines, job.columns = layout.heading_lines, list(layout.columns)
    job.filled, job.gaps = dict(layout.filled), gaps
    job.notes = notes(preview, layout.sheet)
    job.state, job.error = state, ""
    imports.free(job)
    column_mappings.remember(actor, PURPOSE, found, layout)
    audit.record(
        actor,
        "roster_import.assign",
        "roster_import",
        job.id,
        columns=[key for key in layout.columns if key],
        filled=sorted(layout.filled),
        gaps=gaps,
    )
    db.session.flush()
    return job


def _refuse_unclear(layout: Layout) -> None:
    twice = column_mapping.twice([*layout.columns, *layout.filled])
    if twice:
        name = BY_KEY[min(twice)].heading
        raise RuleViolation(
            None, f"「{name}」に、列や値を二つ以上割り当てています。一つにしてください。"
        )
    if not {"name", "id"} & set(layout.columns):
        raise RuleViolation(None, "「団体名」か「識別子」に、列を割り当ててください。")
    words = row_values.load_choices()
    for fault in roster_rows.read(0, layout.filled, words).faults:
        raise RuleViolation(None, f"{BY_KEY[fault[0]].heading}：{fault[1]}")


def _refuse_lacking(layout: Layout, *, gaps: bool) -> None:
    """Refuse what no new organisation can do without; a file with identifiers changes others."""
    if "id" in layout.columns:
        return
    names = [
        target.name
        for target in lacking(layout)
        if not (target.key in DERIVED or (gaps and target.key not in NEEDED_FIELDS))
    ]
    if names:
        raise RuleViolation(
            None,
            f"必須の項目に、列も値もありません（{'、'.join(names)}）。列を割り当てるか、"
            "全部の行に入れる値を入力してください。値が分からない項目は、記入なしのまま"
            "取り込むことを選べます。",
        )


DERIVED = frozenset({"kind", "municipality_code", "postal_code"})
"""Fields that name and address of a row may tell (row_derivation)."""


def map_again(actor: Viewer, job_id: int) -> RosterImport:
    """Return to the mapping of the columns; answers and mended values stay with their rows."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    if not Preview.load(job.preview).sheets:
        raise RuleViolation(None, "古い取込みです。ファイルを選び直してください。")
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.MAP_AGAIN)
    audit.record(actor, "roster_import.map_again", "roster_import", job.id)
    db.session.flush()
    return job


def of_job(job: RosterImport) -> Layout:
    """Return the mapping of a job."""
    return Layout(
        job.sheet, job.heading_line, job.heading_lines, tuple(job.columns), dict(job.filled)
    )
