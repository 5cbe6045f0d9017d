"""Answers received by mail (受信メール; 規約第12条第4項), for the secretariat."""

from collections.abc import Sequence
from typing import Any

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
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.models.meeting.attendance import RollEntry
from app.models.meeting.inbound import InboundMail
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.inbound import InboundState
from app.security.limits import limit_posts
from app.services.meeting import inbound
from app.services.meeting.inbound_reading import passages
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.meeting.inbound import (
    ConfirmMailForm,
    MailFileForm,
    RefuseMailForm,
    confirm_form,
)


class InboundView(View):
    """`/inbound-mails`."""

    route_base = "/inbound-mails"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        return overview(MailFileForm(formdata=None))

    @expose("/", methods=("POST",))
    @has_access
    @permission_name("handle")
    @limit_posts("120 per hour")
    def upload(self) -> Response:
        form = MailFileForm()
        if form.validate():
            settings = current_app.config
            try:
                mail = run(
                    inbound.receive,
                    form.file.data.read(),
                    secret=settings["SECRET_KEY"],
                    authserv=settings["MAIL_AUTHSERV"],
                    mail_from=settings["MAIL_FROM"],
                )
            except RuleViolation as refusal:
                form.file.errors = [refusal.message]
            else:
                return redirect_with_success(
                    _("The e-mail has been imported."), url_for(".show", pk=mail.id)
                )
        return make_response(overview(form), 422)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return shown(pk, RefuseMailForm(formdata=None))

    @expose("/<int:pk>/original")
    @has_access
    @permission_name("show")
    def original(self, pk: int) -> Response:
        """Return the mail as received, as a plain download: nothing in it is shown or run."""
        mail = inbound.one(viewer(), pk, with_original=True)
        return download(mail.original, "application/octet-stream", f"mail-{pk}.eml")

    @expose("/<int:pk>/confirm", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def confirm(self, pk: int) -> Response:
        mail = inbound.one(viewer(), pk, with_original=True)
        if mail.state is not InboundState.WAITING:
            return redirect(url_for(".show", pk=pk), 303)
        members = inbound.members_asked(viewer())
        entry = mail.entry or chosen(members)
        if entry is None:
            page = render_template(
                "meeting/inbound/member.html",
                mail=mail,
                members=members,
                parts=parts_of(mail, None),
            )
            return make_response(page)
        parts = parts_of(mail, entry)
        form = confirm_form(entry.meeting.resolutions, mail.choices)
        if form.validate_on_submit():
            recorded = run_for_form(
                form, inbound.confirm, pk, entry.id, form.words(), note=form.note.data or ""
            )
            if recorded is not None:
                return redirect_with_success(
                    _("The statement of intent has been recorded."), url_for(".show", pk=pk)
                )
        page = render_template(
            "meeting/inbound/confirm.html",
            mail=inbound.one(viewer(), pk),
            parts=parts,
            entry=entry,
            form=form,
            fields=item_fields(form),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/refuse", methods=("POST",))
    @has_access
    @permission_name("handle")
    def refuse(self, pk: int) -> Response:
        form = RefuseMailForm()
        if form.validate() and run_for_form(form, inbound.refuse, pk, form.reason.data) is not None:
            return redirect_with_success(
                _("Marked as not a statement. It has not been recorded."), url_for(".show", pk=pk)
            )
        return make_response(shown(pk, form), 422)

    @expose("/<int:pk>/look-again", methods=("POST",))
    @has_access
    @permission_name("handle")
    def look_again(self, pk: int) -> Response:
        run_or_flash(inbound.look_again, pk)
        return redirect(url_for(".show", pk=pk), 303)


def overview(form: MailFileForm) -> str:
    """Return the list, with the form for uploading a mail file."""
    asked = request.args.get("state", "")
    state = InboundState(asked) if asked in set(InboundState) else None
    number = page_number()
    found, total = inbound.page(viewer(), state=state, number=number)
    return render_template(
        "meeting/inbound/list.html",
        mails=found,
        total=total,
        number=number,
        state=state,
        states=InboundState,
        form=form,
        mailbox=current_app.config["MAILBOX"] if current_app.config["IMAP_URL"] else "",
    )


def shown(pk: int, form: RefuseMailForm) -> str:
    """Return the page of a mail, with the form for refusing it."""
    mail = inbound.one(viewer(), pk, with_original=True)
    items = {str(item.id): item for item in mail.entry.meeting.items} if mail.entry else {}
    return render_template(
        "meeting/inbound/show.html",
        mail=mail,
        parts=parts_of(mail, mail.entry),
        said=[
            (items[item_id], label(Choice(choice)))
            for item_id, choice in mail.choices.items()
            if item_id in items
        ],
        form=form,
        waiting=mail.state is InboundState.WAITING,
        ignored=mail.state is InboundState.IGNORED,
        is_own=mail.uploaded_by_id is not None and mail.uploaded_by_id == viewer().account_id,
    )


def parts_of(mail: InboundMail, entry: RollEntry | None) -> dict[str, Any] | None:
    """Return every part of the mail for its page; None if the original cannot be read."""
    settings = current_app.config
    opened = inbound.opened(
        viewer(),
        mail,
        entry,
        authserv=settings["MAIL_AUTHSERV"],
        mail_from=settings["MAIL_FROM"],
    )
    if opened is None:
        return None
    received, reading = opened
    return {
        "texts": [
            (_("HTML text, in words") if part.is_html else _("Plain text"), passages(lines))
            for part, lines in zip(received.texts, reading.texts, strict=True)
        ],
        "attachments": received.attachments,
        "headers": received.headers,
        "faults": received.faults,
    }


def chosen(members: Sequence[RollEntry]) -> RollEntry | None:
    """Return the member chosen by `?entry=`; 400 for one whose answer is not awaited."""
    asked = request.args.get("entry", "")
    if not asked:
        return None
    found = next((entry for entry in members if str(entry.id) == asked), None)
    return found or abort(400)


def item_fields(form: ConfirmMailForm) -> Sequence[Any]:
    """Return the form's fields for the resolutions."""
    return [field for field in form if field.short_name.startswith("item_")]
