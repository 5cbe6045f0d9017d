"""Follow-up tasks from discussions (協議から生じた課題)."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.models.meeting.open_task import OpenTask
from app.rules.states.common.table import verbs_from
from app.rules.states.meeting.open_task import OPEN_TASK, OpenTaskState, OpenTaskVerb
from app.services.common import rows
from app.services.meeting import open_tasks
from app.views.common import ticks
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.common.ticks import Act, Ticks
from app.views.forms.meeting.open_tasks import DoneForm, NewTaskForm, TaskForm

BY_FORM = {OpenTaskVerb.ADD, OpenTaskVerb.REVISE}
"""Verbs with a form of their own; the page offers a button for each other one."""
REOPEN = Act(
    "reopen",
    _l("Reopen the task"),
    open_tasks.move,
    _l("They are open again."),
    lambda key, _form: (int(key), OpenTaskVerb.REOPEN),
)
FINISH = Act(
    "finish",
    _l("Finish the task"),
    open_tasks.move,
    _l("They are recorded as done today, with the same note."),
    lambda key, form: (int(key), OpenTaskVerb.FINISH, form.note.data or ""),
    form=DoneForm,
    undo=REOPEN,
)


class OpenTaskView(View):
    """`/open-tasks`."""

    route_base = "/open-tasks"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        asked = request.args.get("state", OpenTaskState.OPEN.value)
        state = OpenTaskState(asked) if asked in set(OpenTaskState) else OpenTaskState.OPEN
        number = page_number()
        tasks, total = open_tasks.page(viewer(), state, number)
        return render_template(
            "meeting/open_tasks/list.html",
            tasks=tasks,
            total=total,
            number=number,
            state=state,
            states=OpenTaskState,
            today=clock.today(),
            counts=open_tasks.counts(viewer()),
            ticks=ticked(FINISH if state is OpenTaskState.OPEN else REOPEN),
        )

    @expose("/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def tick(self, act: str) -> Response:
        return ticks.answer(ticked(FINISH, REOPEN), act)

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        form = NewTaskForm(open_tasks.items(viewer()), item=request.args.get("item"))
        if form.validate_on_submit() and run_or_flash(
            open_tasks.add, int(form.item.data), **values(form)
        ):
            return redirect_with_success(_("The task has been added."), url_for(".list"))
        content = render_template("meeting/open_tasks/new.html", form=form)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int) -> Response:
        task = open_tasks.one(viewer(), pk)
        form = TaskForm(obj=task)
        verb = form.since_opened(open_tasks.revise, lambda: rows.locked(OpenTask, pk))
        if form.validate_on_submit() and run_for_form(form, verb, pk, **values(form)):
            return redirect_with_success(_("The change has been saved."), url_for(".list"))
        return task_page(task, form, DoneForm())

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def move(self, pk: int, verb: str) -> Response:
        if verb not in set(OpenTaskVerb) - BY_FORM:
            raise NotFound
        task, form = open_tasks.one(viewer(), pk), DoneForm()
        if not form.validate():
            return task_page(task, TaskForm(formdata=None, obj=task), form)
        url = url_for(".edit", pk=pk)
        if not run_or_flash(open_tasks.move, pk, OpenTaskVerb(verb), form.note.data or ""):
            return redirect(url, 303)
        if task.state is OpenTaskState.DONE:
            return redirect_with_success(_("Done."), url_for(".list"))
        return redirect_with_success(
            _("The status of the task is now: %(state)s", state=label(task.state)), url
        )


def ticked(*acts: Act) -> Ticks:
    """Return what may be done with ticked tasks."""
    return Ticks(
        title=_("Tasks from discussions"),
        url=url_for("OpenTaskView.list"),
        address=lambda act: url_for("OpenTaskView.tick", act=act),
        named=lambda keys: {
            str(each.id): each.text for each in open_tasks.some(viewer(), ticks.numbers(keys))
        },
        acts=acts,
    )


def values(form: TaskForm) -> dict[str, Any]:
    """Return task, person responsible and due date as the service expects them."""
    return {"text": form.text.data, "who": form.who.data, "due_on": form.due_on.data}


def task_page(task: OpenTask, form: TaskForm, done_form: DoneForm) -> Response:
    """Return the page of a task with the forms for what its state allows."""
    content = render_template(
        "meeting/open_tasks/edit.html",
        task=task,
        form=form,
        done_form=done_form,
        verbs=verbs_from(OPEN_TASK, task.state),
        by_form=BY_FORM,
    )
    return make_response(content, 422 if form.errors or done_form.errors else 200)
