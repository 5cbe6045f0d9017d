"""The demonstration's data: made once, in a new folder, in one transaction."""

from flask import Flask

from app import clock
from app.demonstration import (
    admission,
    cases,
    events,
    exchange,
    grants,
    meetings,
    members,
    news,
    post,
    support,
)
from app.demonstration.logins import Login, demonstration_logins, open_call
from app.demonstration.story import BEGINS, Stage, tell
from app.security.viewer import SYSTEM
from app.services.common import search_entries, timers
from app.services.common.links import Links
from app.services.front import initial_data, timer_kinds

CHAPTERS = (
    *(members.begin, members.file, admission.admit),
    *(meetings.past, meetings.in_session, meetings.tomorrow, meetings.written),
    *(support.build, news.publish, exchange.share, exchange.ask),
    *(events.hold, grants.past, grants.present),
    *(cases.alone, cases.young, post.each_state),
)


def prepare(app: Flask) -> list[Login]:
    """Load the initial data, fill a new folder, and return the log-ins."""
    stage = _stage(app)
    if app.config["DEMONSTRATION_FILLED"] and initial_data.is_missing():
        with search_entries.postponed(SYSTEM):
            with clock.imagine(stage.ago(BEGINS)):
                initial_data.load(SYSTEM)
            return fill(app, stage)
    initial_data.load(SYSTEM)
    search_entries.build_if_empty(SYSTEM)
    logins = demonstration_logins(SYSTEM, app.config["SECRET_KEY"])
    open_call(SYSTEM)
    return logins


def fill(app: Flask, stage: Stage | None = None) -> list[Login]:
    """Fill a platform that has the initial data alone; return the log-ins."""
    stage = stage or _stage(app)
    with clock.imagine(stage.ago(BEGINS)):
        logins = demonstration_logins(SYSTEM, app.config["SECRET_KEY"])
    tell(stage, CHAPTERS, lambda: _work(stage))
    return logins


def _work(stage: Stage) -> None:
    """Do what the worker would do by now: let letters leave, and handle due timers."""
    post.deliver()
    while (timer := timers.take_due(SYSTEM)) is not None:
        if timer.kind == timers.MEETING_REMINDER:  # a hundred letters that nobody looks at
            timers.drop(stage.second, timer.id, "電話で確かめたため")
        else:
            timer_kinds.timed()[timer.kind].handler(SYSTEM, timer, stage.links)
            timers.finish(SYSTEM, timer)


def _stage(app: Flask) -> Stage:
    settings = app.config
    base = settings["BASE_URL"] or f"http://127.0.0.1:{settings['PORT']}"
    links = Links(base.rstrip("/"), settings["SECRET_KEY"], settings["MAILBOX"])
    return Stage(clock.now(), links)
