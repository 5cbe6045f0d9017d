"""How the system does, in words, for those who keep it; and the bar on their pages when something is bad."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app, render_template
from flask_appbuilder import expose, has_access
from flask_babel import LazyString, format_timedelta
from flask_babel import lazy_gettext as _l

from app import clock
from app.security.roles import KEEPERS
from app.services.common.checks import LATE, Level, Question, Surroundings
from app.services.front import findings
from app.services.front.findings import Finding
from app.views.common.base import View, viewer
from app.views.common.check_words import WORDS

ALARM = "alarm"
"""Key of the application's extensions: the last answer for the bar, and when it was asked."""
KEPT = timedelta(seconds=15)
STARTED = "sweeps_started"
"""Key of the application's extensions: when its own worker was started, in the embedded mode."""
QUESTIONS = {
    Question.MAIL: _l("Are letters being sent?"),
    Question.TIMERS: _l("Are deadlines being handled?"),
    Question.INBOX: _l("Is received e-mail being read?"),
    Question.BACKUP: _l("Are backups being taken?"),
    Question.SYSTEM: _l("Is everything else in order?"),
}
LEVELS = {
    Level.FINE: (_l("In order"), "success"),
    Level.NEVER: (_l("Not set up or not run yet"), "warning"),
    Level.WATCH: (_l("Needs checking"), "warning"),
    Level.BAD: (_l("Needs action"), "danger"),
}
"""Level → its words and the tone of its badge."""


class Answer(NamedTuple):
    """A question, and what the checks that answer it have found."""

    question: LazyString
    found: Sequence[Finding]

    @property
    def level(self) -> Level:
        return max(each.level for each in self.found)


class HealthView(View):
    """`/system/`."""

    route_base = "/system"

    @expose("/")
    @has_access
    def index(self) -> str:
        found = findings.all_findings(viewer(), surroundings())
        answers = [
            Answer(words, [each for each in found if each.check.question is question])
            for question, words in QUESTIONS.items()
        ]
        return render_template(
            "front/health.html",
            answers=[answer for answer in answers if answer.found],
            words=WORDS,
            levels=LEVELS,
            fine=Level.FINE,
            shown=shown,
        )


def register(app: Flask) -> None:
    """Let every page ask what is bad."""
    app.jinja_env.globals[ALARM] = alarm


def alarm() -> Sequence[LazyString]:
    """Return what is bad, for the pages of those who keep the system; asked again after a while."""
    if not viewer().has(*KEEPERS):
        return ()
    asked_at, names = current_app.extensions.get(ALARM, (None, ()))
    if asked_at is None or not timedelta(0) <= clock.now() - asked_at < KEPT:
        found = findings.all_findings(viewer(), surroundings())
        bad = [each.check for each in found if each.level is Level.BAD]
        names = [check.name for check in bad if not (check.is_sweep and is_starting())]
        current_app.extensions[ALARM] = clock.now(), names
    return [WORDS[name].label for name in names]


def is_starting() -> bool:
    """Whether the sweeps were started so recently that they may not have run yet."""
    started = current_app.extensions.get(STARTED)
    return started is not None and clock.now() - started < LATE


def surroundings() -> Surroundings:
    """Return what the checks know beside the database."""
    settings = current_app.config
    reads_mail = bool(settings["IMAP_URL"] or settings["BOUNCE_IMAP_URL"])
    return Surroundings(Path(settings["INSTANCE_DIR"]), reads_mail, settings["DKIM_KEYS"])


def shown(finding: Finding) -> Any:
    """Return what a check found, in words; None for nothing."""
    if isinstance(finding.value, datetime):
        return format_timedelta(finding.value - clock.now(), add_direction=True)
    if finding.value is None:
        return None
    return WORDS[finding.check.name].number(finding.value)
