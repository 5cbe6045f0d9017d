"""Proposals to the prefecture (政策提言): from the draft to what became of them."""

from collections.abc import Mapping
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.documents.policy import proposal_paper
from app.errors import NotFound
from app.models.policy.proposal import Proposal
from app.rules.policy.advice import Outcome
from app.rules.states.common.table import verbs_from
from app.rules.states.policy.proposal import PROPOSAL, WITH_ANSWER, ProposalState, ProposalVerb
from app.security.viewer import Role
from app.services.policy import proposal_answers, proposal_chains, proposals
from app.services.policy.proposal_telling import authors as authors_of
from app.services.registers import entries
from app.views.common.base import redirect_with_success, run_or_flash, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.forms.policy.proposals import AnswerForm, AuthorForm, HandOverForm, MeasureForm
from app.views.registers.register import RegisterView

STEPS: Mapping[ProposalVerb, tuple[Any, Any]] = {
    ProposalVerb.SUBMIT: (proposals.submit, _l("Put to the meeting")),
    ProposalVerb.SEND_BACK: (proposals.send_back, _l("Back to draft")),
    ProposalVerb.REVISE: (proposals.revise, _l("Work it over")),
    ProposalVerb.CLOSE: (proposal_answers.close, _l("Close: nothing more is asked")),
}
"""Steps that need no form: the service's verb and the text of its button."""
RECORDS: Mapping[str, tuple[Any, Any, Any]] = {
    "hand_over": (HandOverForm, _l("Record the handing over"), proposal_answers.hand_over),
    "answers": (AnswerForm, _l("Record an answer"), proposal_answers.answer),
    "measures": (MeasureForm, _l("Record a measure"), proposal_answers.add_measure),
}
"""What the secretariat records: form, title, the service's verb."""
BY_STAFF = (ProposalVerb.CLOSE,)


class ProposalView(RegisterView):
    """政策提言."""

    model = Proposal
    adds = staticmethod(proposals.add)
    changes = staticmethod(proposals.change)
    retire_verb = staticmethod(proposals.retire)
    list_template = "policy/list.html"
    show_template = "policy/proposal.html"

    def _may_add(self) -> bool:
        return viewer().has(Role.EXECUTIVE, Role.SECRETARIAT)

    def more_of_list(self) -> dict[str, Any]:
        links = [(_("What became of the proposals"), url_for(".became"))]
        if viewer().is_staff:
            links.append((_("Proposals that wait for the secretariat"), url_for(".waiting")))
        return {"links": links}

    def more(self, entry: Proposal) -> dict[str, Any]:
        leads, is_staff = proposals.may_lead(viewer(), entry), viewer().is_staff
        possible = () if entry.retired_on else verbs_from(PROPOSAL, entry.state)
        missing = proposals.not_agreed(entry)
        steps = [
            (verb, STEPS[verb][1])
            for verb in possible
            if verb in STEPS and (is_staff or (leads and verb not in BY_STAFF))
            if not (missing and verb is ProposalVerb.SUBMIT)
        ]
        return {
            "authors": authors_of(entry),
            "not_agreed": missing,
            "chain": proposal_chains.of(entry),
            "answers": proposal_answers.answers(entry),
            "measures": proposal_answers.measures(entry),
            "resolution": proposal_chains.resolution_of(entry),
            "steps": steps,
            "may_hand_over": is_staff and ProposalVerb.HAND_OVER in possible,
            "may_answer": is_staff and ProposalVerb.ANSWER in possible,
            "may_measure": is_staff and entry.state in WITH_ANSWER and not entry.retired_on,
            "may_name": leads and entry.state is ProposalState.DRAFT and not entry.retired_on,
            "waits_for_agenda": is_staff
            and entry.state is ProposalState.SUBMITTED
            and not entry.retired_on
            and not proposals.is_on_agenda(entry),
            "own_id": viewer().organisation_id,
        }

    @expose("/<pk>/steps/<verb>", methods=("POST",))
    @has_access
    @permission_name("keep")
    def step(self, pk: str, verb: str) -> Response:
        if verb not in STEPS:
            abort(404)
        done = _("Done. The authors are told.")
        return self._step(STEPS[ProposalVerb(verb)][0], pk, done)

    def _step(self, verb: Any, pk: str, done: str, *arguments: Any) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(verb, pk, *arguments):
            return redirect_with_success(done, url)
        return redirect(url, 303)

    @expose("/<pk>/authors", methods=("GET", "POST"))
    @has_access
    @permission_name("keep")
    def authors(self, pk: str) -> Response:
        if not proposals.may_lead(viewer(), entries.one(Proposal, pk)):
            raise NotFound
        return self._act(AuthorForm(), pk, _("Who proposes, too"), proposals.add_author)

    @expose("/<pk>/authors/<int:organisation_id>/agree", methods=("POST",))
    @has_access
    @permission_name("leave")
    def agree(self, pk: str, organisation_id: int) -> Response:
        done = _("The body is an author now.")
        return self._step(proposals.agree, pk, done, organisation_id)

    @expose("/<pk>/authors/<int:organisation_id>/remove", methods=("POST",))
    @has_access
    @permission_name("leave")
    def remove_author(self, pk: str, organisation_id: int) -> Response:
        return self._step(proposals.remove_author, pk, _("Removed."), organisation_id)

    @expose("/<pk>/<any(hand_over,answers,measures):act>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def record(self, pk: str, act: str) -> Response:
        form, title, verb = RECORDS[act]
        return self._act(form(), pk, title, verb)

    @expose("/<pk>/paper.pdf")
    @has_access
    @permission_name("show")
    def paper(self, pk: str) -> Response:
        proposal = entries.one(Proposal, pk)
        if proposal.decided_on is None:
            raise NotFound
        names = [each.name for each in authors_of(proposal)]
        return pdf(proposal_paper.pdf(proposal, names, clock.today()), f"proposal-{proposal.id}")

    @expose("/became")
    @has_access
    @permission_name("list")
    def became(self) -> str:
        chains = proposal_chains.decided()
        years = proposal_chains.by_year(chains)
        return render_template(
            "policy/proposals_became.html", chains=chains, years=years, outcomes=list(Outcome)
        )

    @expose("/waiting")
    @has_access
    @permission_name("handle")
    def waiting(self) -> str:
        return render_template(
            "policy/proposals_waiting.html", groups=proposal_answers.waiting(viewer())
        )

    def _act(self, form: Any, pk: str, title: Any, verb: Any) -> Response:
        """Answer a form's page, or run the verb with its values and return to the proposal."""
        if form.validate_on_submit() and run_for_form(form, verb, pk, **form.values()) is not None:
            return redirect_with_success(_("Saved. The authors are told."), url_for(".show", pk=pk))
        page = render_template(
            "policy/proposal_act.html", form=form, proposal=entries.one(Proposal, pk), title=title
        )
        return make_response(page, 422 if request.method == "POST" else 200)
