"""Files for registers, and their imports."""

from app.extensions import db
from app.models.common.master import ActivityField
from app.models.registers.entry import RegisterModel
from app.models.registers.register_import import RegisterImport
from app.rules.states.registers.register_import import RegisterImportState
from app.security.guard import acting_as_system
from app.security.viewer import Viewer
from app.services.registers import imports
from app.tasks.registers import imports as task
from tests.support.desk import officer

FILE = "コード,名称,名称（英語）,表示順\nmusic,音楽,Music,500\n"


def read(
    content: str | bytes = FILE, by: Viewer | None = None, model: RegisterModel = ActivityField
) -> RegisterImport:
    """Upload a file and let the worker read it. Commits."""
    sent = content.encode() if isinstance(content, str) else content
    job_id = imports.upload(by or officer(), model, "表.csv", sent).id
    return worked(job_id)


def checked(
    content: str | bytes = FILE, by: Viewer | None = None, model: RegisterModel = ActivityField
) -> RegisterImport:
    """Upload a file whose columns are guessed, and let the worker check it. Commits."""
    by = by or officer()
    job = read(content, by, model)
    if job.state is RegisterImportState.FAILED:
        return job
    imports.assign(by, job.id, imports.proposal(job, 0, None, None))
    return worked(job.id)


def worked(job_id: int) -> RegisterImport:
    """Let the worker do what waits. Commits."""
    db.session.commit()
    with acting_as_system(db.session):
        task.sweep()
        return db.session.get_one(RegisterImport, job_id)
