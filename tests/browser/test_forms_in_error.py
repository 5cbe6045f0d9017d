"""Each form with a required field, sent empty: its error messages are useful and accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from app.models.policy.annual_report import AnnualReport
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role
from app.services.admission import batches
from tests import factories
from tests.architecture.routes import Route, read_table
from tests.browser.pages import Screens, faults, page_routes, path_for
from tests.support import desk
from tests.support.accounts import RoleClients
from tests.support.application_form import PAPER
from tests.support.client import PlatformClient
from tests.support.fixtures.browser import Walk
from tests.support.meetings import planned
from tests.support.register_samples import entry

FORM = "main form[method=post]:has([required], .need-required)"
EMPTY_IT = """form => { for (const control of form.elements) {
  if (!control.required && !control.closest(".field")?.querySelector(".need-required")) continue;
  if (control.type === "checkbox" || control.type === "radio") control.checked = false;
  else control.value = "";
} }"""

OUT_OF_ORDER = """() => {
  const links = [...document.querySelectorAll(".error-summary a")];
  const fields = links.map(each => document.querySelector(`[id="${each.hash.slice(1)}"]`)).filter(each => each);
  return fields.slice(1).filter((each, before) =>
    each.compareDocumentPosition(fields[before]) & Node.DOCUMENT_POSITION_FOLLOWING).map(each => each.id);
}"""
"""Script returning the ids of fields that the error summary lists out of page order."""


SPECIMENS = "/_components"
"""The component gallery: its forms have no target and always show their errors."""


def refused_in_a_batch(_client: PlatformClient) -> str:
    """Return the form of refusal, which only an application in the open batch has."""
    application = factories.application()
    batches.put_in(desk.officer(), desk.batch().id, [application.id])
    return f"/applications/{application.id}/refuse"


def council_rules(_client: PlatformClient) -> str:
    """Return the form of the council's rules, which needs a council."""
    factories.council()
    return "/regulations/council-rules/amend"


def public_notice(_client: PlatformClient) -> str:
    """Return the form of a public notice, which needs a council with a body."""
    factories.body()
    return "/council/notice/new"


def paper_of_plan(client: PlatformClient) -> str:
    """Prepare a meeting; return the page that puts the year's plan to it."""
    planned()
    return "/plan-activities/years/2026/meeting"


def paper_of_report(client: PlatformClient) -> str:
    """Prepare a meeting; return the page that puts an annual report to it."""
    planned()
    return f"/annual-reports/{entry(AnnualReport).public_id}/meeting"


WITH_A_FORM: dict[str, Callable[[PlatformClient], str]] = {
    "/applications/<int:pk>/refuse": refused_in_a_batch,
    "/council/notice/new": public_notice,
    "/regulations/council-rules/amend": council_rules,
    "/plan-activities/years/<int:year>/meeting": paper_of_plan,
    "/annual-reports/<pk>/meeting": paper_of_report,
    "/council/persons/new": lambda client: f"/council/persons/new?body={factories.body().id}",
}
"""Routes whose example in the route table shows no form → the path of one that does."""


def paper_check(client: PlatformClient) -> str:
    """Return the check page of an application entered from paper."""
    client.submit("/applications/new/", PAPER, form="/applications/new/")
    return "/applications/new/check"


def correction_check(client: PlatformClient) -> str:
    """Return the check page of a correction told by telephone."""
    application = factories.application(ApplicationState.CORRECTION)
    path = f"/applications/{application.id}/correction"
    client.submit(path, {"received_by": "spoken", "told_by": "因幡理事長", "phone": "0857-26-9999"})
    return f"{path}/check"


BUTTONS_ONLY: dict[str, tuple[Role, Callable[[PlatformClient], str]]] = {
    "/applications/new/check": (Role.SECRETARIAT, paper_check),
    "/applications/<int:pk>/correction/check": (Role.SECRETARIAT, correction_check),
    "/release-requests/new": (Role.EXECUTIVE, lambda client: "/release-requests/new"),
}
"""Pages with a form that can be sent as it is → who opens it, and where."""
NOT_ASKING = frozenset(
    {
        "/account/email/confirm/<token>",
        "/letters/<token>/stop",  # one button
        "/meetings/<int:pk>/minutes",  # the example's minutes are not drafted
        "/notices/drafts/<int:pk>/recipients",  # ticks
        "/timers/moves",  # one button, where timers move
        "/events/<pk>/groups",  # choices with a value each
        "/news/preferences/<token>",  # ticks
        "/referrals/join/<token>",  # one button
        "/grants/payments",  # ticks
        "/confirm/<token>",  # one button
        "/help/search",  # without words the tiles are shown
        "/plan-activities/<pk>/figure",  # no figure is a choice, too
        "/programme-years/<pk>/matching",  # nothing has to be chosen
        "/register-imports/<int:pk>/columns",  # the columns are guessed
        "/supporters/ours",  # one button
        "/accounts/<int:pk>/roles",
        "/apply/check",
        "/apply/confirm-address/<token>",
        "/apply/resume/<token>",
        "/apply/status/<token>/check",
        "/cases/",  # without words all cases are shown
        "/cases/<case_id>/name",  # without a name the code alone is shown
        "/cases/<case_id>/disclosures/<request_id>/pieces/<int:number>",
        "/cases/<case_id>/participants/<int:person_id>",
        "/cases/<case_id>/reopen",  # of a running case
        "/change-notices/check",
        "/contact/<token>",
        "/council/namings/<int:pk>",  # of a naming already confirmed
        "/council/persons/<int:pk>",
        "/council/pledge",  # of a person under a pledge
        "/council/summaries/<int:pk>/propose",
        "/exports/",
        "/imports/<int:pk>/columns",
        "/imports/<int:pk>/questions",
        "/imports/<int:pk>/rows/<int:line>",
        "/inbound-mails/<int:pk>/confirm",
        "/login/code",  # without a log-in begun
        "/reauthenticate/",
        "/work/",  # nobody is a choice, too
    }
)
"""Further pages that answer a form of their own, with none that asks for anything in the example."""
POSTED = frozenset(route.rule for route in read_table() if route.method == "POST")


@pytest.mark.parametrize("rule", BUTTONS_ONLY)
def test_page_has_its_form_and_asks_for_nothing(
    session: Any, client_as: RoleClients, rule: str
) -> None:
    role, place = BUTTONS_ONLY[rule]
    client = client_as(role)
    answer = client.get(place(client))
    assert answer.status_code == 200 and '<form method="post"' in answer.text
    assert not asks_for_something(answer)


def asks_for_something(answer: TestResponse) -> bool:
    """Whether the answer is a page with a required field."""
    if answer.mimetype != "text/html":
        return False
    return " required" in answer.text or "need-required" in answer.text


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "route",
    [
        route
        for route in page_routes()
        if route.rule not in {SPECIMENS, *BUTTONS_ONLY} and route.allowed
    ],
    ids=lambda route: route.rule,
)
def test_error_summary_of_an_empty_form_links_to_each_field(
    session: Any,
    client_as: RoleClients,
    walk: Walk,
    screens: Callable[[str], Screens],
    route: Route,
) -> None:
    role = min(route.allowed, key=list(Role).index)
    client = client_as(role)
    own = WITH_A_FORM.get(route.rule)
    path = own(client) if own else path_for(route.rule, client)
    session.commit()
    must_ask = route.rule in POSTED - NOT_ASKING
    if not asks_for_something(client.get(path)):
        assert not must_ask, path
        return
    page, _response = walk(path, None if role is Role.PUBLIC else client)
    if page.locator(FORM).count() == 0:
        assert not must_ask, path
        return
    assert route.rule not in NOT_ASKING, path
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true; })")
    form = page.locator(FORM).last
    form.evaluate(EMPTY_IT)
    button = form.locator("button[type=submit]").first
    if not button.is_visible():  # behind a confirmation dialog
        form.locator("button[popovertarget]").first.click()
    button.click()
    summary = page.locator(".error-summary")
    expect(summary).to_have_count(1)
    assert page.evaluate(OUT_OF_ORDER) == []
    for link in summary.locator("a").all():
        target = page.locator(f'[id="{(link.get_attribute("href") or "#")[1:]}"]')
        assert target.count() == 1, link.inner_text()
        described = target.get_attribute("aria-describedby") or ""
        group = page.locator("fieldset", has=target)
        if not described and group.count():
            described = group.last.get_attribute("aria-describedby") or ""
        assert described.endswith("-error"), link.inner_text()
    assert list(faults(page, screens(route.rule))) == []
