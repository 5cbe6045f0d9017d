"""A search over everything that a viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.common.era import era_date
from app.rules.common.naming import search_form
from app.rules.regulations import article_search
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role, Viewer
from app.services.accounts import lists
from app.services.admission import application_queue
from app.services.front import filing_search
from app.services.meeting import meetings
from app.services.post import letters
from app.services.regulations import regulations
from app.services.roster import organisations, roster, roster_selects

MAX_FOUND = 10
"""Maximum results of each kind; the kind's own page has the rest."""


class Kind(StrEnum):
    """Kind of search result."""

    ROSTER = "roster"
    ORGANISATION = "organisation"
    APPLICATION = "application"
    LETTER = "letter"
    MEETING = "meeting"
    ARTICLE = "article"
    PERSON = "person"
    FILING = "filing"


@dataclass(frozen=True)
class Found:
    """One search result: its text, and the parts of its link."""

    text: str
    note: str
    key: str | int
    anchor: str = ""
    """Of an article; of a filing its kind."""


def everywhere(actor: Viewer, text: str) -> list[tuple[Kind, Sequence[Found]]]:
    """Return the results for the text, by kind, without empty kinds. Nothing for empty input."""
    if not search_form(text):
        return []
    if actor.has(Role.SECRETARIAT):
        found = [
            (Kind.ORGANISATION, _organisations(actor, text)),
            (Kind.APPLICATION, _applications(actor, text)),
            (Kind.LETTER, _letters(actor, text)),
        ]
    else:
        found = [(Kind.ROSTER, _roster(actor, text))]
    if actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
        found.append((Kind.PERSON, _persons(actor, text)))
    found.append((Kind.FILING, _filings(actor, text)))
    if actor.has(Role.SECRETARIAT, Role.EXECUTIVE):
        found.append((Kind.MEETING, _meetings(actor, text)))
    found.append((Kind.ARTICLE, _articles(text)[:MAX_FOUND]))
    return [(kind, things) for kind, things in found if things]


def _roster(actor: Viewer, text: str) -> list[Found]:
    wanted = roster_selects.Wanted(clock.today(), text)
    entries, _counts = roster.page(actor, wanted, number=1, size=MAX_FOUND)
    return [Found(entry.profile["name"], "", entry.public_id) for entry in entries]


def _organisations(actor: Viewer, text: str) -> list[Found]:
    rows, _total = organisations.page(actor, organisations.Wanted(text), number=1)
    return [Found(row.name, row.standing.label, row.id) for row in rows[:MAX_FOUND]]


def _applications(actor: Viewer, text: str) -> list[Found]:
    waiting, _total = application_queue.queue(
        actor, states=tuple(ApplicationState), text=text, page=1
    )
    return [
        Found(
            one.application.name,
            f"{one.application.receipt_number or ''} {one.application.state.label}",
            one.application.id,
        )
        for one in waiting[:MAX_FOUND]
    ]


def _letters(actor: Viewer, text: str) -> list[Found]:
    messages, _total = letters.page(actor, state=None, text=text, number=1)
    return [Found(one.subject, one.recipient_name, one.id) for one in messages[:MAX_FOUND]]


def _meetings(actor: Viewer, text: str) -> list[Found]:
    """Return the meetings whose title or agenda contains the text."""
    titles = select(AgendaItem.meeting_id).where(AgendaItem.title.icontains(text, autoescape=True))
    named = Meeting.title.icontains(text, autoescape=True) | Meeting.id.in_(titles)
    return [
        Found(
            meeting.title,
            f"{era_date(clock.local(meeting.starts_at).date())} {meeting.state.label}",
            meeting.id,
        )
        for meeting in db.session.scalars(meetings.shown_to(actor).where(named).limit(MAX_FOUND))
    ]


def _persons(actor: Viewer, text: str) -> list[Found]:
    return [
        Found(f"{last} {first}".strip(), organisation or "", pk)
        for pk, last, first, organisation in lists.found(actor, text, MAX_FOUND)
    ]


def _filings(actor: Viewer, text: str) -> list[Found]:
    return [
        Found(f"{one.kind.label} {one.number}", one.organisation, one.id, one.kind.value)
        for one in filing_search.find(actor, text, MAX_FOUND)
    ]


def _articles(text: str) -> list[Found]:
    """Return the articles that contain the words, those of that number or caption first."""
    words = [article_search.folded(word) for word in text.split()]
    named, others = [], []
    for regulation in regulations.everything():
        for chapter in regulation.text["chapters"]:
            for article in chapter["articles"]:
                title = f"{article['label']}（{article['caption']}）"
                found = Found(title, regulation.title, regulation.slug, article["anchor"])
                if article_search.has(article_search.folded(title), words):
                    named.append(found)
                elif article_search.has(article_search.folded(_words(article)), words):
                    others.append(found)
    return named + others


def _words(article: dict[str, object]) -> str:
    """Return the full text of an article, in one line."""
    parts = [str(article["label"]), str(article["caption"])]
    paragraphs = article["paragraphs"]
    assert isinstance(paragraphs, list)
    for paragraph in paragraphs:
        parts.append(paragraph["text"])
        parts += [f"{item['heading'] or ''}{item['text']}" for item in paragraph["items"]]
    return " ".join(parts)
