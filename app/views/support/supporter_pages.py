"""Pages about supporters for everybody, for municipalities, and for the supporters themselves."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation
from app.extensions import csrf, db
from app.models.registers.entry import fields_of
from app.models.support.supporter import Supporter
from app.rules.cases.access import Urgency
from app.rules.support.supporter import (
    PLEDGE,
    PRIVACY,
    Agreement,
    SupporterActivityKind,
    SupporterKind,
)
from app.security import guard
from app.security.limits import limit_posts
from app.services.cases import outside_intakes
from app.services.cases.outside_intakes import OutsideIntake
from app.services.support import supporters
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run,
    run_as_system,
    viewer,
    with_article,
)
from app.views.forms.registers.entry import entry_form
from app.views.forms.support.supporters import ApplyForm, PassOnForm
from app.views.registers.choices import choices
from app.views.support.supporters import card_of

APPLICANTS = (
    *("name", "kana", "phone", "email", "municipality_code", "address", "is_minor"),
    *("guardian_agreed", "kind", "area", "motive", "shares_with_municipality"),
)
"""The fields of the register that an applicant fills in."""
FOUND_BY = "訪問・見守り"
csrf.exempt("app.views.support.supporter_pages.pass_on")  # checked by the form: no input is lost


class SupporterPagesView(View):
    """`/supporters/numbers`, `/supporters/apply`, `/supporters/ours`, `/supporters/pass-on`."""

    route_base = "/supporters"
    default_view = "numbers"

    @expose("/numbers")
    @has_access
    def numbers(self) -> str:
        return render_template(
            "support/supporters/numbers.html",
            found=supporters.in_numbers(viewer()),
            kinds=list(SupporterKind),
            activities=list(SupporterActivityKind),
        )

    @expose("/apply", methods=("GET", "POST"))
    @has_access
    @limit_posts("60 per hour")
    def apply(self) -> Response:
        form = _application()
        if form.validate_on_submit():
            try:
                run_as_system(supporters.apply, form.values())
            except RuleViolation as refusal:
                form.form_errors.append(with_article(refusal))
            else:
                return redirect_with_success(
                    _("Your application has been received. The office will contact you."),
                    url_for(".numbers"),
                )
        page = render_template(
            "support/supporters/apply.html", form=form, pledge=PLEDGE, privacy=PRIVACY
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/ours", methods=("GET", "POST"))
    @has_access
    @limit_posts("300 per hour")
    def ours(self) -> str:
        """Show the municipality's supporters when asked by a button, which is recorded."""
        municipality = supporters.own_municipality(viewer())
        asked = municipality is not None and request.method == "POST"
        return render_template(
            "support/supporters/ours.html",
            name=municipality.name if municipality else "",
            found=run(supporters.of_own_municipality) if asked else None,
        )

    @expose("/pass-on/<token>", methods=("GET", "POST"))
    @has_access
    @limit_posts("60 per hour")
    def pass_on(self, token: str) -> Response:
        try:
            supporter = _linked(token)
        except NotFound:
            return make_response(render_template("support/supporters/void.html"), 404)
        form = PassOnForm()
        if form.validate_on_submit() and _passed_on(form, supporter):
            return redirect_with_success(
                _("It has been handed to the persons in charge. They contact you if they need to."),
                url_for(".pass_on", token=token),
            )
        if form.csrf_token.errors:
            form.csrf_token.errors = []
            flash(
                _(
                    "The page was open for too long. Your input has been preserved. Check it and submit it again."
                ),
                "warning",
            )
        page = render_template(
            "support/supporters/pass_on.html",
            form=form,
            is_possible=_is_possible(),
            card=url_for(".card", token=token),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/pass-on/<token>/card")
    @has_access
    @permission_name("pass_on")
    def card(self, token: str) -> Response:
        with guard.acting_as_system(db.session):
            return card_of(supporters.by_link(viewer(), *links().read_supporter_token(token)))


def _application() -> ApplyForm:
    wanted = tuple(field for field in fields_of(Supporter) if field.key in APPLICANTS)
    made = entry_form(Supporter, wanted, choices, is_staff=False)
    form: Any = type("SupporterApplicationForm", (ApplyForm, made), {"declared": wanted})
    applied: ApplyForm = form()
    return applied


def _linked(token: str) -> str:
    """Return who the supporter of a personal link is, for the sealed record. Raises NotFound."""
    with guard.acting_as_system(db.session):
        found = supporters.by_link(viewer(), *links().read_supporter_token(token))
        return f"{found.kind.label}　{found.name}（{found.number}）"


def _is_possible() -> bool:
    with guard.acting_as_system(db.session):
        return outside_intakes.is_possible()


def _passed_on(form: PassOnForm, supporter: str) -> bool:
    """Hand the input over; return whether it was taken. A refusal is shown in the form."""
    intake = OutsideIntake(
        brought_by=supporter,
        found_by=FOUND_BY,
        reach_sender=form.reach_sender.data,
        worry=form.worry.data,
        wish=Agreement(form.agreement.data).label,
        urgency=Urgency(form.urgency.data),
        name=form.name.data,
        place=form.place.data,
        contact=form.contact.data,
    )
    try:
        run_as_system(outside_intakes.begin, intake, links=links())
    except RuleViolation as refusal:
        form.form_errors.append(refusal.message)
        return False
    return True
