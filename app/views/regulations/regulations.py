"""The by-laws, the guideline and the Act, for reading and linking."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.rules.membership.profile_fields import amendments
from app.services.council import rules as council_rules
from app.services.regulations import regulations
from app.services.regulations.enactments import GUIDELINE
from app.views.common.base import View, viewer
from app.views.common.paging import asked_day

AMENDED_BY = {GUIDELINE: "MinorAmendmentView.amend", council_rules.SLUG: "CouncilRulesView.amend"}
"""Texts that the secretariat amends without the platform meeting → endpoint."""


class RegulationView(View):
    """`/regulations`."""

    route_base = ""
    default_view = "list"

    @expose("/regulations")
    @has_access
    def list(self) -> str:
        return render_template("regulations/list.html", texts=regulations.everything())

    @expose("/regulations/<slug>")
    @has_access
    def show(self, slug: str) -> str:
        on = asked_day()
        text = regulations.one(slug, on)
        return render_template(
            "regulations/show.html",
            regulation=text,
            text=text.text,
            form_amendments=amendments(on) if slug == GUIDELINE else [],
            versions=regulations.versions(slug),
            amended_by=AMENDED_BY.get(slug) if viewer().is_staff else None,
        )
