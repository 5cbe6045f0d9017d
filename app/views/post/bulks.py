"""A notice of the outbox (発信): who has it, and the whole of it stopped, resumed, cancelled."""

from flask import abort, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.rules.post.progress import Progress, progress
from app.rules.states.common.table import verbs_from
from app.rules.states.post.bulk import BULK, BulkState, BulkVerb
from app.services.common import approvals
from app.services.post import bulks, certificates, notices, outbox
from app.views.common import ticks
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.files import XLSX, download
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.common.ticks import Act, Ticks
from app.views.post.outbox import asked_progress

VERBS = {
    BulkVerb.STOP: bulks.stop,
    BulkVerb.RESUME: bulks.resume,
    BulkVerb.CANCEL: bulks.cancel,
}
UNSENT = (BulkState.DRAFT, BulkState.PROPOSED)
RELEASE = Act("release", _l("Release"), outbox.release, _l("What is held is sent."))
ACTS = (
    Act("resend", _l("Send again"), outbox.retry, _l("What failed or is uncertain is sent again.")),
    Act(
        "hold",
        _l("Hold"),
        outbox.hold,
        _l("What waits to be sent is held until somebody releases it."),
        undo=RELEASE,
    ),
    RELEASE,
    Act(
        "mark_sent",
        _l("Mark as delivered"),
        outbox.mark_sent,
        _l("What is uncertain counts as arrived, what goes by post as posted today."),
    ),
    Act(
        "cancel",
        _l("Cancel the letter"),
        outbox.cancel,
        _l("What has not been sent will not be. This cannot be undone."),
        style="danger-quiet",
    ),
)
OPEN = (Progress.UNNUMBERED, Progress.WAITING, Progress.TO_POST)
"""What a stop or a cancellation reaches."""


class BulkView(View):
    """`/notices`."""

    route_base = "/notices"
    default_view = "show"
    stands_under = "OutboxView"

    @expose("/<int:pk>")
    @has_access
    @listing
    def show(self, pk: int) -> str | Response:
        bulk = bulks.one(viewer(), pk)
        if bulk.state in UNSENT:
            return redirect(url_for("MemberBulkView.show", pk=pk))
        wanted, number = asked_progress(), page_number()
        found, total = notices.recipients(viewer(), pk, wanted=wanted, number=number)
        counts = notices.counts(viewer(), pk)
        is_open = any(counts.get(each) for each in OPEN)
        return render_template(
            "post/bulks/show.html",
            bulk=bulk,
            letters=found,
            total=total,
            number=number,
            state=wanted,
            counts=counts,
            progress=Progress,
            proposal=approvals.last(bulks.SEND, pk),
            own_id=viewer().account_id,
            ticks=ticked(pk, bulk.title),
            how_far=lambda letter: progress(letter.state, by_post=letter.by_post),
            verbs=[
                verb
                for verb in verbs_from(BULK, bulk.state)
                if verb in VERBS and (is_open or verb is BulkVerb.RESUME)
            ],
        )

    @expose("/<int:pk>/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def tick(self, pk: int, act: str) -> Response:
        return ticks.answer(ticked(pk, bulks.one(viewer(), pk).title), act)

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def handle(self, pk: int, verb: str) -> Response:
        chosen = next((known for known in VERBS if known.value == verb), None)
        if chosen is None or bulks.one(viewer(), pk).state in UNSENT:
            abort(404)
        if run_or_flash(VERBS[chosen], pk):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/certificate.xlsx", methods=("POST",))
    @has_access
    @permission_name("handle")
    def certificate(self, pk: int) -> Response:
        return download(run(certificates.workbook, pk), XLSX, f"delivery-{pk}.xlsx")

    @expose("/<int:pk>/certificate.pdf", methods=("POST",))
    @has_access
    @permission_name("handle")
    def certificate_pdf(self, pk: int) -> Response:
        return download(run(certificates.pdf, pk), "application/pdf", f"delivery-{pk}.pdf")


def ticked(pk: int, title: str) -> Ticks:
    """Return what may be done with ticked letters of a notice."""
    return Ticks(
        title=title,
        url=url_for("BulkView.show", pk=pk),
        address=lambda act: url_for("BulkView.tick", pk=pk, act=act),
        named=lambda keys: notices.names(viewer(), pk, ticks.numbers(keys)),
        acts=ACTS,
    )
