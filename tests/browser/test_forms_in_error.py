"""Each form with a required field, sent empty: its error messages are useful and accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.security.viewer import Role
from app.services.admission import batches
from tests import factories
from tests.architecture.routes import Route
from tests.browser.pages import Screens, faults, page_routes, path_for
from tests.support import desk
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.fixtures.browser import Walk

FORM = "main form[method=post]:has([required])"
EMPTY_IT = """form => { for (const control of form.elements) {
  if (!control.required) continue;
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


def application_in_a_batch() -> int:
    """Return the id of an application in the open batch, the only kind with a form of refusal."""
    application = factories.application()
    batches.put_in(desk.officer(), desk.batch().id, [application.id])
    return int(application.id)


WITH_A_FORM: dict[str, Callable[[], int]] = {
    "/applications/<int:pk>/refuse": application_in_a_batch,
}
"""Routes whose example in the route table shows no form → the key of one that does."""


def asks_for_something(client: PlatformClient, path: str) -> bool:
    """Whether the path is a page with a required field."""
    answer = client.get(path)
    return answer.mimetype == "text/html" and " required" in answer.text


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "route",
    [route for route in page_routes() if route.rule != SPECIMENS and route.allowed],
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
    path = route.rule.replace("<int:pk>", str(own())) if own else path_for(route.rule, client)
    if own:
        assert asks_for_something(client, path)
    if not asks_for_something(client, path):
        return
    session.commit()
    page, _response = walk(path, None if role is Role.PUBLIC else client)
    if page.locator(FORM).count() == 0:
        return
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
