"""Rows for the secretariat's pages about the council."""

from datetime import date
from itertools import count

from app import clock
from app.extensions import db
from app.models.council.council import ActivitySummary, CouncilPerson, PublicNotice
from app.rules.council.council import PLEDGE_VERSION
from app.security.viewer import SYSTEM
from app.services.cases import coordinators, summary_releases
from app.services.council import activity_summaries, councils, public_notices
from tests import factories
from tests.support.desk import officer

_number = count(1)
PDF = b"%PDF-1.7\n%%EOF\n"


def unpledged(name: str = "鳥取県弁護士会") -> CouncilPerson:
    """Create a term without a pledge for a person of this founding member."""
    account = factories.account(organisation=factories.founding_member(name))
    return factories.term(account, pledged=False)


def pledged_on_paper() -> CouncilPerson:
    """Create a term with a pledge signed on paper."""
    return coordinators.pledge_on_paper(
        SYSTEM,
        unpledged().id,
        pledged_on=date(2024, 4, 1),
        version=PLEDGE_VERSION,
        name="誓約書.pdf",
        content=PDF,
    )


def named_on_paper() -> CouncilPerson:
    """Create a term that keeps the representative's consent to its naming."""
    term = unpledged()
    term.representative, term.naming_paper = "代表　花子", PDF
    term.naming_paper_name, term.naming_media_type = "確認書.pdf", "application/pdf"
    db.session.flush()
    return term


def published() -> PublicNotice:
    """Publish a public notice of the council's present state, with a body, dated today."""
    council = factories.council()
    if not councils.bodies():
        factories.body(factories.founding_member("鳥取県弁護士会"))
    return public_notices.publish(
        SYSTEM,
        number=f"鳥取県告示第{next(_number)}号",
        published_on=clock.today(),
        issuer=public_notices.ISSUER,
        seen=public_notices.stamp(public_notices.as_of_today(council)),
    )


def summary() -> ActivitySummary:
    """Publish a summary of the council's activity, readable by all members."""
    factories.council()
    first = officer()
    written = activity_summaries.write(first, title="令和8年度上半期", text="会議を2回開いた。")
    answers = {each.key: "年度の名である" for each in summary_releases.findings(first, written)}
    summary_releases.propose(first, written.id, answers)
    return summary_releases.release(officer(), written.id)
