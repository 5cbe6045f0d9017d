"""わたしの補助金: a body's grants, each with its one next step."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.services.grants import calls, grants
from app.views.common.base import View, viewer
from app.views.grants.facts import brief


class MyGrantView(View):
    """`/my-grants`."""

    route_base = "/my-grants"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        found = [brief(grant) for grant in grants.own(viewer())]
        begun = {each.grant.call_id for each in found}
        return render_template(
            "grants/mine.html",
            found=found,
            open_calls=[call for call in calls.open_now() if call.id not in begun],
        )
