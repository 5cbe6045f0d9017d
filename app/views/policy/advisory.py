"""The advisory council (審議会): members, sessions, opinions and what became of them."""

from typing import Any

from flask import render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _

from app.models.policy.advisory import AdvisoryMember, AdvisoryOpinion, AdvisorySession
from app.services.policy import opinions, programmes, proposal_chains
from app.views.registers.register import RegisterView


class AdvisoryMemberView(RegisterView):
    """審議会の委員."""

    model = AdvisoryMember


class AdvisorySessionView(RegisterView):
    """審議会の会議."""

    model = AdvisorySession
    show_template = "policy/session.html"

    def more(self, entry: AdvisorySession) -> dict[str, Any]:
        given = opinions.of_session(entry)
        return {"opinions": given, "chains": programmes.chains(each.programme for each in given)}


class AdvisoryOpinionView(RegisterView):
    """審議会の意見."""

    model = AdvisoryOpinion
    list_template = "policy/list.html"
    show_template = "policy/opinion.html"

    def more_of_list(self) -> dict[str, Any]:
        return {"links": [(_("What became of the opinions"), url_for(".became"))]}

    def more(self, entry: AdvisoryOpinion) -> dict[str, Any]:
        return {
            "chain": programmes.chains([entry.programme]).get(entry.programme or "", ()),
            "proposals": proposal_chains.about("opinion", entry.public_id),
        }

    @expose("/became")
    @has_access
    @permission_name("list")
    def became(self) -> str:
        sessions, counts = opinions.by_session()
        taken_up = (each.programme for _session, given in sessions for each in given)
        return render_template(
            "policy/became.html",
            sessions=sessions,
            counts=counts,
            chains=programmes.chains(taken_up),
        )
