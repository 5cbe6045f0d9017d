"""Pages about the open interface: how to use it, what each field means, what went wrong."""

from typing import NamedTuple

from flask import abort, render_template, request
from flask_appbuilder import expose
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.models.registers.entry import fields_of, registers
from app.rules.common.field import SEVERAL, Kind
from app.rules.membership.roster import Tier
from app.services.registers import formats, resources
from app.services.registers.resources import Resource
from app.views.common.base import View, links, viewer
from app.views.common.problems import KINDS
from app.views.registers import api


class Example(NamedTuple):
    """A call that the page shows and the tests make. header: name and value."""

    about: LazyString
    path: str
    header: tuple[str, str] | None = None


EXAMPLES = (
    Example(_l("A list, two entries at a time"), "/api/v1/municipalities?limit=2"),
    Example(_l("One entry by its identifier"), "/api/v1/municipalities/312011"),
    Example(_l("The members of one municipality"), "/api/v1/roster?municipality_code=312011"),
    Example(_l("The same as JSON-LD of schema.org"), "/api/v1/roster?format=schema.org&limit=5"),
    Example(_l("What changed, from the beginning"), "/api/v1/changes?limit=100"),
    Example(
        _l("With a key, as a member"),
        "/api/v1/roster?limit=5",
        ("Authorization", "Bearer tk_0123abcd_…"),
    ),
)
_CODES = _l("code")
KINDS_OF_VALUES = {
    **dict.fromkeys((Kind.WHOLE, Kind.YEAR, Kind.FISCAL_YEAR), _l("whole number")),
    **dict.fromkeys(SEVERAL, _l("codes")),
    **dict.fromkeys((Kind.CHOICE, Kind.MUNICIPALITY, Kind.ORGANISATION_KIND), _CODES),
    Kind.FLAG: _l("true or false"),
    Kind.DAY: _l("day"),
    Kind.TIME: _l("time"),
    Kind.REFERENCE: _l("identifier"),
}
"""What a value is; all others are texts."""


class ApiGuideView(View):
    """`/api`."""

    route_base = "/api"

    @expose("/")
    def index(self) -> str:
        return render_template(
            "registers/api.html",
            resources=resources.every().values(),
            examples=EXAMPLES,
            problems=KINDS,
            formats=formats.FORMATS,
            base=links().base,
            quotas=api.QUOTAS,
            minutes=api.WINDOW // 60,
        )

    @expose("/dictionary")
    def dictionary(self) -> str:
        models = [
            Resource(model.register, fields_of(model), model)
            for model in registers()
            if viewer().is_staff or set(model.register.tiers) != {Tier.SECRETARIAT}
        ]
        return render_template(
            "registers/dictionary.html",
            registers=[resources.ROSTER, *models],
            chosen=request.args.get("register", resources.ROSTER.register.key),
            offered=resources.every(),
            kinds=KINDS_OF_VALUES,
            text=_l("text"),
        )

    @expose("/problems/<slug>")
    def problem(self, slug: str) -> str:
        found = next((each for each in KINDS.items() if each[1].slug == slug), None)
        if found is None:
            abort(404)
        return render_template("registers/problem.html", status=found[0], problem=found[1])
