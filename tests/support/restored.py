"""Rounds of a backup under load, more work, and a restore; what must not come back is known."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import NotFound, StaleState
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.cases.case import CaseParticipation
from app.rules.cases.access import Section
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.accounts import access
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from app.services.cases import participations
from app.services.common import trail
from app.services.front import backups, restores, table_contents
from app.tasks.post.outbox import sweep
from tests import factories
from tests.support.cases import add_participant, new_case, person
from tests.support.smtp import SmtpSink

_number = count(1)
SETTLED = (OutboxState.SENT, OutboxState.HELD, OutboxState.UNCERTAIN)


@dataclass
class Work:
    """What was done, in the order of its commits."""

    letters: list[str] = field(default_factory=list)
    disabled: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def write_letter(self) -> None:
        """Write a letter of its own, and send what waits."""
        self.letters.append(f"restored:{next(_number)}")
        factories.letter(dedupe_key=self.letters[-1], to=f"{self.letters[-1][9:]}@example.jp")
        db.session.commit()
        sweep()

    def end_access(self) -> None:
        """Disable an account that has a session, and use its one-time link."""
        account = factories.account(organisation=factories.founding_member())
        token = account_links.issue(Purpose.PASSWORD_RESET, account.id)
        db.session.commit()
        account_links.mark_used(account_links.read(Purpose.PASSWORD_RESET, token))
        access.disable(SYSTEM, account.id)
        db.session.commit()
        self.links.append(token)
        self.disabled.append(account.id)

    def end_participation(self) -> None:
        """End somebody's access to a case."""
        case, reader = new_case(person()), person("鳥取県弁護士会")
        add_participant(case, reader, Section.COURSE)
        db.session.commit()
        participations.end(SYSTEM, case.id, reader.id)
        db.session.commit()
        self.ended += db.session.scalars(
            select(CaseParticipation.id).where(
                CaseParticipation.case_id == case.id, CaseParticipation.person_id == reader.id
            )
        ).all()


class Rounds:
    """An application under load that is backed up and restored again and again."""

    def __init__(self, app: Flask, folder: Path, sink: SmtpSink, recipient: str, key: Path) -> None:
        self.app, self.sink, self.key, self.work = app, sink, key, Work()
        app.config["SMTP_URL"] = sink.url
        app.config["BACKUP_RECIPIENT"] = recipient
        self.place = backups.Place.of(app.config, folder)

    def play(self, before: int, after: int) -> None:
        """Back up under load, work on, restore, and look. before, after: how much work."""
        with self.app.app_context(), acting_as_system(db.session):
            self._do(before)
            pending = self._waiting()
            file = self._backed_up_under_load()
            self._do(after)
            db.session.remove()
        with self.app.app_context(), acting_as_system(db.session):
            self._restore(file)
            self._look(pending)
            db.session.rollback()
            db.session.remove()

    def _do(self, times: int) -> None:
        for _ in range(times):
            self.work.write_letter()
            self.work.end_access()
            self.work.end_participation()

    def _waiting(self) -> tuple[int, str]:
        """Create what is alive in the backup and ends after it."""
        account = factories.account(organisation=factories.founding_member())
        token = account_links.issue(Purpose.PASSWORD_RESET, account.id)
        db.session.commit()
        return account.id, token

    def _backed_up_under_load(self) -> Path:
        over = Event()

        def load() -> None:
            with self.app.app_context(), acting_as_system(db.session):
                while not over.is_set():
                    self._do(1)
                db.session.remove()

        thread = Thread(target=load)
        thread.start()
        try:
            written = backups.write(SYSTEM, self.place)
            db.session.commit()
        finally:
            over.set()
            thread.join()
        assert written.fault == ""
        return written.file

    def _restore(self, file: Path) -> None:
        instance = self.place.instance
        manifest: Any = backups.verify(SYSTEM, file, self.key, instance)
        db.session.rollback()
        backups.restore(SYSTEM, file, self.key, instance, force=True)
        with db.engine.connect() as connection:
            assert table_contents.digests(connection) == manifest["tables"]
        restores.check(SYSTEM)  # as the next start does; by whatever means it was put back
        db.session.commit()

    def _look(self, pending: tuple[int, str]) -> None:
        work, sessions = self.work, select(func.count()).select_from(UserSession)
        assert db.session.scalar(sessions) == 0
        accounts = db.session.scalars(select(Account).where(Account.id.in_(work.disabled))).all()
        assert [account.id for account in accounts if account.active] == []
        work.disabled = [account.id for account in accounts]  # the other ids are used again
        for token in (*work.links, pending[1]):
            with pytest.raises((NotFound, StaleState)):
                account_links.read(Purpose.PASSWORD_RESET, token)
        rows = db.session.scalars(
            select(CaseParticipation).where(CaseParticipation.id.in_(work.ended))
        )
        assert [row.id for row in rows if row.ends_at is None] == []
        arrived = {message.recipients[0] for message in self.sink.messages}
        for key in work.letters:  # timers are due again, and write what they wrote
            again = factories.letter(dedupe_key=key, to=f"{key[9:]}@example.jp")
            assert again.state in SETTLED or again.recipient not in arrived
        db.session.commit()
        sweep()
        sent = [message.recipients[0] for message in self.sink.messages]
        assert len(sent) == len(set(sent))
        assert list(trail.verify()) == []
