"""The outbox (送信箱): one row a notice; each letter, its delivery, and the actions on it."""

from flask import (
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.documents.common import letter as papers
from app.models.post.outbox import OutboxMessage
from app.rules.post.progress import Progress
from app.rules.states.common.table import verbs_from
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.services.post import lanes, letters, notices, numbering, outbox
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.post.outbox import NumberForm

VERBS = {
    OutboxVerb.RESEND: outbox.retry,
    OutboxVerb.HOLD: outbox.hold,
    OutboxVerb.RELEASE: outbox.release,
    OutboxVerb.MARK_SENT: outbox.mark_sent,
    OutboxVerb.CANCEL: outbox.cancel,
}


def asked_progress() -> Progress | None:
    """Return how far the letters shown have come, as `?state=` asks; None for all."""
    chosen = request.args.get("state", "")
    return Progress(chosen) if chosen in set(Progress) else None


class OutboxView(View):
    """`/outbox`."""

    route_base = "/outbox"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        wanted, number = asked_progress(), page_number()
        text = request.args.get("q", "").replace("\0", "")[:100]
        found, total = notices.page(viewer(), wanted=wanted, text=text, number=number)
        return render_template(
            "post/outbox/list.html",
            notices=found,
            total=total,
            number=number,
            state=wanted,
            text=text,
            counts=notices.open_counts(viewer()),
            progress=Progress,
            stopped=lanes.stopped(),
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        message = letters.one(viewer(), pk)
        return self._shown(message, NumberForm(None))

    @expose("/<int:pk>/number", methods=("POST",))
    @has_access
    @permission_name("handle")
    def number(self, pk: int) -> Response | str:
        form = NumberForm()
        if form.validate() and (
            count := run_for_form(
                form, numbering.give, pk, form.number.data, to_all=form.to_all.data
            )
        ):
            words = ngettext(
                "The letter has been numbered.",
                "%(num)s letters have been numbered.",
                count,
            )
            return redirect_with_success(words, url_for(".show", pk=pk))
        return make_response(self._shown(letters.one(viewer(), pk), form), 422)

    def _shown(self, message: OutboxMessage, form: NumberForm) -> str:
        undelivered = current_app.config["DEMONSTRATION"] and not current_app.config["SMTP_URL"]
        return render_template(
            "post/outbox/show.html",
            message=message,
            form=form,
            awaits_number=message.state is OutboxState.UNNUMBERED,
            alike=numbering.alike(viewer(), message),
            undelivered=undelivered,
            body=message.body if undelivered else letters.shown_body(message),
            verbs=[
                verb
                for verb in verbs_from(OUTBOX, message.state)
                if verb in VERBS and (message.recipient or verb is not OutboxVerb.RELEASE)
            ],
        )

    @expose("/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        message = letters.one(viewer(), pk)
        if message.letter is None:
            abort(404)
        return pdf(papers.pdf(papers.from_json(message.letter)), f"letter-{pk}")

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def handle(self, pk: int, verb: str) -> Response:
        chosen = next((known for known in VERBS if known.value == verb), None)
        if chosen is None:
            abort(404)
        if run_or_flash(VERBS[chosen], pk):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)
