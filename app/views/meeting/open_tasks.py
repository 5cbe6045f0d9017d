"""Tasks that result from discussions (協議から生じた課題)."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.services.common.rows import PER_PAGE
from app.services.meeting import open_tasks
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.paging import page_number
from app.views.forms.meeting.open_tasks import DoneForm, NewTaskForm, TaskForm


class OpenTaskView(View):
    """`/open-tasks`."""

    route_base = "/open-tasks"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        number, are_done = page_number(), request.args.get("done") == "1"
        tasks, total = open_tasks.page(viewer(), done=are_done, number=number)
        return render_template(
            "meeting/open_tasks/list.html",
            tasks=tasks,
            total=total,
            per_page=PER_PAGE,
            number=number,
            done=are_done,
            today=clock.today(),
        )

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        form = NewTaskForm(open_tasks.items(viewer()), item=request.args.get("item"))
        if form.validate_on_submit() and run_or_flash(
            open_tasks.add, int(form.item.data), **values(form)
        ):
            return redirect_with_success(_("The task has been added."), url_for(".list"))
        return page("meeting/open_tasks/new.html", form)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int) -> Response:
        task = open_tasks.one(viewer(), pk)
        form = TaskForm(text=task.text, who=task.who, due_on=task.due_on)
        if form.validate_on_submit() and run_or_flash(open_tasks.revise, pk, **values(form)):
            return redirect_with_success(_("The change has been saved."), url_for(".list"))
        return page("meeting/open_tasks/edit.html", form, task=task, done_form=DoneForm())

    @expose("/<int:pk>/finish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def finish(self, pk: int) -> Response:
        task, form = open_tasks.one(viewer(), pk), DoneForm()
        if not form.validate():
            kept = TaskForm(formdata=None, text=task.text, who=task.who, due_on=task.due_on)
            return page("meeting/open_tasks/edit.html", kept, task=task, done_form=form)
        run(open_tasks.finish, pk, form.note.data or "")
        return redirect_with_success(_("Done."), url_for(".list"))

    @expose("/<int:pk>/reopen", methods=("POST",))
    @has_access
    @permission_name("handle")
    def reopen(self, pk: int) -> Response:
        if run_or_flash(open_tasks.reopen, pk):
            return redirect_with_success(
                _("The task has been marked as not done."), url_for(".edit", pk=pk)
            )
        return redirect(url_for(".edit", pk=pk), 303)


def values(form: TaskForm) -> dict[str, Any]:
    """Return task, person in charge and deadline as the service expects them."""
    return {"text": form.text.data, "who": form.who.data, "due_on": form.due_on.data}


def page(template: str, form: Any, *, done_form: Any = None, **given: Any) -> Response:
    """Return a page with forms; status 422 for a rejected submission."""
    wrong = form.errors or (done_form is not None and done_form.errors)
    content = render_template(template, form=form, done_form=done_form, **given)
    return make_response(content, 422 if wrong else 200)
