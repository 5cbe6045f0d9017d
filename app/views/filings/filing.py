"""What the pages of a filing have in common, whatever is filed."""

from collections.abc import Callable
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.rules.states.common.table import State
from app.services.filings import filing
from app.services.filings.filing import Kind
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.forms.filings.receipt import FilingForm


class FilingView(View):
    """Pages of one kind of filing; each kind adds its routes."""

    kind: Kind[Any]
    templates: str

    def one(self, pk: int) -> Any:
        """Return the filing. Raises NotFound for one that the viewer may not see."""
        return filing.one(viewer(), self.kind, pk)

    def list_by_state(self, page: Callable[..., Any], states: type[State]) -> str:
        """Return the list: of those in the state asked for, by default the first; or of all."""
        first, *_others = states
        asked = request.args.get("state", first.value)
        state = states(asked) if asked in set(states) else None
        number = page_number()
        found, total = page(viewer(), state=state, number=number)
        return render_template(
            f"{self.templates}/list.html",
            filings=found,
            total=total,
            number=number,
            state=state,
            states=states,
        )

    def show_page(self, name: str, filed: Any, **given: Any) -> str:
        """Return the page of a filing."""
        return render_template(
            f"{self.templates}/{name}.html", filing=filed, is_staff=viewer().is_staff, **given
        )

    def form_page(self, name: str, form: FilingForm, **given: Any) -> Response:
        """Return the page of a form; status 422 for a rejected submission."""
        page = render_template(f"{self.templates}/{name}.html", form=form, **given)
        return make_response(page, 422 if request.method == "POST" else 200)

    def file(self, form: FilingForm, verb: Callable[..., Any], *args: Any, done: str) -> Any:
        """File what a valid form says; return None where the form is to be shown (again)."""
        if not form.validate_on_submit():
            return None
        filed = run_for_form(form, verb, *args, **form.filing())
        if filed is None:
            return None
        return redirect_with_success(done, url_for(".show", pk=filed.id))

    def withdraw(self, verb: Callable[..., Any], pk: int, *, done: str) -> Response:
        """Take the filing back, and return to its page."""
        url = url_for(".show", pk=pk)
        if run_or_flash(verb, pk):
            return redirect_with_success(done, url)
        return redirect(url, 303)


class PrintedFilingView(FilingView):
    """Pages of a filing that has a form on paper."""

    def paper(self, filed: Any) -> bytes:
        """Return the filing as PDF."""
        raise NotImplementedError

    @expose("/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        filed = self.one(pk)
        return pdf(self.paper(filed), filed.receipt_number)
