"""A form with a required field, sent empty: its error messages are useful and accessible."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect
from werkzeug.test import TestResponse

from app.models.policy.annual_report import AnnualReport
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role
from app.services.admission import batches
from tests import factories
from tests.architecture.routes import read_table
from tests.browser.pages import Screens, faults, path_for
from tests.support import desk
from tests.support.application_form import PAPER
from tests.support.client import PlatformClient
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
MUST_ASK = POSTED - NOT_ASKING - {SPECIMENS, *BUTTONS_ONLY}
"""Pages of which some role's must have a form that asks for something."""


def form_path(rule: str, client: PlatformClient) -> str:
    """Return the path of the page for this client, with its form where the example has none."""
    own = WITH_A_FORM.get(rule)
    return own(client) if own else path_for(rule, client)


def has_form(page: Page, rule: str) -> bool:
    """Whether the open page has a form that asks for something."""
    return rule not in {SPECIMENS, *BUTTONS_ONLY} and page.locator(FORM).count() > 0


def faults_when_empty(page: Page, screens: Screens) -> Iterator[str]:
    """Send the page's last form empty; yield the faults of the answer."""
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true; })")
    form = page.locator(FORM).last
    form.evaluate(EMPTY_IT)
    button = form.locator("button[type=submit]").first
    if not button.is_visible():  # behind a confirmation dialog
        form.locator("button[popovertarget]").first.click()
    button.click()
    summary = page.locator(".error-summary")
    expect(summary).to_have_count(1)
    yield from (f"{each} is out of order" for each in page.evaluate(OUT_OF_ORDER))
    for link in summary.locator("a").all():
        target = page.locator(f'[id="{(link.get_attribute("href") or "#")[1:]}"]')
        if target.count() != 1:
            yield f"{link.inner_text()}: leads nowhere"
            continue
        described = target.get_attribute("aria-describedby") or ""
        group = page.locator("fieldset", has=target)
        if not described and group.count():
            described = group.last.get_attribute("aria-describedby") or ""
        if not described.endswith("-error"):
            yield f"{link.inner_text()}: the field does not name its error"
    yield from faults(page, screens)


def asks_for_something(answer: TestResponse) -> bool:
    """Whether the answer is a page with a required field."""
    if answer.mimetype != "text/html":
        return False
    return " required" in answer.text or "need-required" in answer.text
