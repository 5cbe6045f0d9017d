"""Roster import files, imports and merges for tests."""

from collections.abc import Sequence
from typing import Any

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import OrganisationMerge, RosterImport
from app.rules.states.roster.roster_import import RosterImportState
from app.security.viewer import Viewer
from app.services.common import tabular
from app.services.membership import profile_texts
from app.services.merging import preview as merge_preview
from app.services.merging import proposals as merge_proposals
from app.services.roster import exports, import_release, imports
from app.services.roster.roster_columns import BY_KEY, IMPORTED
from app.tasks.roster import imports as task
from tests import factories
from tests.support.desk import officer

KEYS = [column.key for column in IMPORTED]


def row(**values: Any) -> dict[str, str]:
    """Return a row by column key: a new organisation, complete unless `values` differ."""
    profile = factories.profile(activity_fields=["place"], disclosure={})
    profile["kind"] = profile["kind"].value
    texts = profile_texts.load()
    cells = {key: exports.cell_text(profile, key, texts) for key in KEYS[3:]}
    return {"id": "", "member_kind": "一般団体", "member_since": "2025-05-01"} | cells | values


def csv(rows: Sequence[dict[str, str]], keys: Sequence[str] = KEYS) -> bytes:
    """Return the rows as a CSV file with the columns of these keys."""
    header = [BY_KEY[key].heading for key in keys]
    return tabular.to_csv(header, [[each.get(key, "") for key in keys] for each in rows])


def checked(content: bytes, by: Viewer | None = None) -> RosterImport:
    """Upload the file as an import and let the worker check it. Commits."""
    by = by or officer()
    job_id = imports.upload(by, "名簿.csv", content).id
    db.session.commit()
    task.sweep()
    return imports.one(by, job_id)


def job() -> RosterImport:
    """Create a checked import of one new organisation. Commits."""
    return checked(csv([row()]))


def unmapped() -> RosterImport:
    """Create an import whose columns wait for a person. Commits."""
    return checked("名称,住所\r\nあ,鳥取市".encode())


def entered(content: bytes, *, skip_wrong: bool = False, by: Viewer | None = None) -> RosterImport:
    """Upload, check and enter an import of the file. Commits."""
    by = by or officer()
    job_id = checked(content, by).id
    started = import_release.start(by, job_id, skip_wrong=skip_wrong, basis="令和7年5月の入会決定")
    if started.state is RosterImportState.AWAITING:
        import_release.release(officer(), job_id)
    db.session.commit()
    task.sweep()
    return imports.one(by, job_id)


def merge(
    kept: Organisation | None = None,
    merged: Organisation | None = None,
    *,
    take: Sequence[str] = (),
) -> OrganisationMerge:
    """Merge two organisations. Commits."""
    by = officer()
    kept, merged = kept or factories.member(), merged or factories.member()
    db.session.commit()
    seen = merge_preview.preview(by, kept.id, merged.id).stamp
    merge_proposals.propose(officer(), kept.id, merged.id, take=take, seen=seen)
    done = merge_proposals.release(by, merge_proposals.subject(kept.id, merged.id))
    db.session.commit()
    return done
