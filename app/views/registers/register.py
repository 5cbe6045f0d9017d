"""A register's pages, all of them made from its declaration."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.urltools import get_filter_args, get_order_args
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.models.registers.entry import RegisterModel, fields_of
from app.rules.common.field import SEVERAL
from app.rules.registers.schema import RegisterField
from app.security.viewer import MEMBERS
from app.services.common import tabular
from app.services.registers import entries, files, freshness, reports, tables, texts, versions
from app.views.common import ticks
from app.views.common.base import redirect_with_success, run_or_flash, viewer
from app.views.common.files import XLSX, download
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.common.listing import SHEET, listing
from app.views.common.models import PlatformModelView
from app.views.common.neighbours import came_from, neighbours
from app.views.common.paging import asked_day, page_number
from app.views.forms.registers.entry import EntryForm, FilesForm, RetireForm, entry_form
from app.views.registers import json_ld
from app.views.registers.choices import RegisterFilter, choices
from app.views.registers.entry_ticks import of_entries
from app.views.registers.file_pages import FilePages
from app.views.registers.interface import FilterShown, RegisterInterface, labels, listed


class RegisterView(FilePages, PlatformModelView):
    """The pages of one register. A subclass names its model; FAB lists, services write.

    Permissions: see app/views/registers/access.py.
    """

    model: ClassVar[RegisterModel]
    adds: ClassVar[Any] = staticmethod(entries.add)
    """The verb that enters something: another where it has consequences."""
    changes: ClassVar[Any] = staticmethod(entries.change)
    """The verb that changes an entry, likewise."""
    list_template = "registers/list.html"
    show_template = "registers/show.html"
    default_view = "list"
    retire_verb: ClassVar[Any] = staticmethod(entries.retire)
    """The service's verb that takes an entry out."""
    exclude_route_methods = {
        *PlatformModelView.exclude_route_methods,
        *("add", "edit", "delete"),
    }

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        register = cls.model.register
        if not register.files:
            cls.exclude_route_methods = {*cls.exclude_route_methods, "attach", "file", "detach"}
        cls.route_base = f"/{register.key}"
        cls.datamodel = RegisterInterface(cls.model)
        cls.base_order = (register.order, "desc" if register.newest_first else "asc")
        cls.base_filters = [["public_id", FilterShown, None]]
        cls.search_widget = type(f"{cls.__name__}Filter", (RegisterFilter,), {"model": cls.model})
        cls.list_title = cls.title = _l(register.english)
        cls.label_columns = {
            **{field.key: _l(field.english) for field in fields_of(cls.model)},
            "organisation": _l("Kept by"),
            "tier": _l("Visible to"),
            "checked_on": _l("Checked on"),
            "retired_on": _l("Taken out on"),
        }

    # FAB reads these lists once at its start, with every field, and again for each request.

    @property
    def list_columns(self) -> Sequence[str]:
        """The columns of the list, limited to what the viewer sees."""
        register = self.model.register
        return [
            register.title,
            *(each.key for each in self._fields() if each.listed and each.key != register.title),
            *(["organisation"] if register.owned else []),
            *(["checked_on"] if register.confirmed_every else []),
            *(["tier"] if register.has_tiers and self._is_staff() else []),
        ]

    @list_columns.setter
    def list_columns(self, _columns: Any) -> None:
        """Do nothing: FAB stores what it has read."""

    @property
    def search_columns(self) -> Sequence[str]:
        """The fields by which the list can be narrowed, limited to what the viewer sees."""
        several = self.model.register.has_tiers and self._is_staff()
        return [
            *(field.key for field in self._fields() if field.filtered),
            *(["tier"] if several else []),
        ]

    @search_columns.setter
    def search_columns(self, _columns: Any) -> None:
        """Do nothing, as above."""

    def _fields(self) -> tuple[RegisterField, ...]:
        if not request:
            return fields_of(self.model)
        return versions.visible_fields(viewer(), self.model)

    def _is_staff(self) -> bool:
        return not request or viewer().is_staff

    @expose("/")
    @has_access
    @listing
    def list(self) -> str | Response:
        register = self.model.register
        if request.args.get(SHEET) == "1":
            return self.xlsx()
        widgets = self._list()
        tickable = {each.public_id for each in listed() if self._keeps(each)}
        page: str = self.render_template(
            self.list_template,
            title=self.list_title,
            widgets=widgets,
            ticks=of_entries(self) if tickable else None,
            tickable=tickable,
            register=register,
            may_add=self._may_add(),
            is_staff=viewer().is_staff,
            chart=self._chart(),
            **self.more_of_list(),
        )
        return page

    @expose("/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("keep")
    def tick(self, act: str) -> Response:
        return ticks.answer(of_entries(self), act)

    def more_of_list(self) -> dict[str, Any]:
        """Return what else the list shows, for a template of the subclass's own."""
        return {}

    def _may_add(self) -> bool:
        return viewer().is_staff or (self.model.register.owned and viewer().has(*MEMBERS))

    def _chart(self) -> Sequence[tuple[str, int]]:
        """Return the words of the register's categories and how many entries are of each."""
        key = self.model.register.category
        field = next((each for each in self._fields() if each.key == key), None)
        if field is None:
            return []
        words, several = labels(self.model), field.kind in SEVERAL
        return [
            (words.text(field, [code] if several else code), number)
            for code, number in tables.counts(self.model, key)
        ]

    @expose("/<pk>")
    @has_access
    def show(self, pk: str) -> str:
        entry = entries.one(self.model, pk)
        form = RetireForm() if self._keeps(entry) else None
        return self._show_page(entry, form)

    def _show_page(
        self,
        entry: Any,
        form: RetireForm | None,
        files_form: FilesForm | None = None,
        **shown: Any,
    ) -> str:
        words, register = texts.load(self.model, [entry], label), self.model.register
        sections: Any = []
        for field in self._fields():
            if field.section or not sections:
                sections.append((field.section, []))
            if field.is_inner and form is None:
                continue
            value = getattr(entry, field.key)
            sections[-1][1].append((field, value, words.text(field, value)))
        return render_template(
            self.show_template,
            register=register,
            entry=entry,
            sections=sections,
            near=neighbours(
                entry.public_id,
                self._keys,
                lambda key, **place: url_for(".show", pk=key, **place),
                url_for(".list"),
            ),
            stale_since=freshness.stale_since(entry),
            reports=reports.waiting(entry) if register.reports and form is not None else 0,
            keeps=form is not None,
            changeable={field.key for field in self._offered(entry)}
            if form is not None and entry.retired_on is None
            else set(),
            form=form,
            files=files.of(entry) if self.model.register.files else [],
            files_form=files_form or FilesForm(formdata=None),
            is_staff=viewer().is_staff,
            json_ld=json_ld.described(entry),
            **(self.more(entry) | shown),
        )

    def _keys(self) -> Sequence[str]:
        _total, found = self.datamodel.query(*self._wanted())
        return [each.public_id for each in found]

    def more(self, entry: Any) -> dict[str, Any]:
        """Return what else the entry's page shows, for a template of the subclass's own."""
        return {}

    def _keeps(self, entry: Any) -> bool:
        return entries.may_keep(viewer(), entry)

    def _offered(self, entry: Any = None) -> tuple[RegisterField, ...]:
        """Return the fields of the form, of an entry without those that stay as they are."""
        frozen = entry.frozen() if entry else ()
        return tuple(
            field
            for field in self._fields()
            if field.is_entered and not (entry and field.is_fixed) and field.key not in frozen
        )

    def _form_class(self, entry: Any = None) -> type[EntryForm]:
        fields, frozen = self._offered(entry), entry.frozen() if entry else ()
        is_staff = viewer().is_staff and "organisation_id" not in frozen
        return entry_form(self.model, fields, choices, is_staff=is_staff)

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("keep")
    def enter(self) -> Response:
        form = self._form_class()()
        if form.validate_on_submit():
            verb = files.with_files(self.adds, form.uploads())
            entry = run_for_form(form, verb, self.model, form.values())
            if entry is not None:
                return redirect_with_success(
                    _("The entry has been added."), url_for(".show", pk=entry.public_id)
                )
        return self._form_page(form, None)

    @expose("/<pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("keep")
    def change(self, pk: str) -> Response:
        entry = self._kept(pk)
        form = self._form_class(entry)(obj=entry)
        if form.validate_on_submit():
            verb = form.since_opened(
                files.with_files(self.changes, form.uploads()),
                partial(entries.locked, viewer(), self.model, pk),
            )
            if run_for_form(form, verb, self.model, pk, form.values()) is not None:
                return redirect_with_success(
                    _("The entry has been saved."), url_for(".show", pk=pk, **came_from())
                )
        return self._form_page(form, entries.one(self.model, pk))

    def _kept(self, pk: str) -> Any:
        entry = entries.one(self.model, pk)
        if not self._keeps(entry):
            raise NotFound
        return entry

    def _form_page(self, form: EntryForm, entry: Any) -> Response:
        page = render_template(
            "registers/form.html", register=self.model.register, form=form, entry=entry
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<pk>/confirm", methods=("POST",))
    @has_access
    @permission_name("keep")
    def confirm(self, pk: str) -> Response:
        return self._press(entries.confirm, pk, _("The entry has been confirmed as of today."))

    @expose("/<pk>/retire", methods=("POST",))
    @has_access
    @permission_name("keep")
    def retire(self, pk: str) -> Response:
        form = RetireForm()
        if not form.validate():
            return make_response(self._show_page(self._kept(pk), form), 422)
        return self._press(
            self.retire_verb, pk, _("The entry has been taken out."), form.reason.data, back=True
        )

    @expose("/<pk>/restore", methods=("POST",))
    @has_access
    @permission_name("handle")
    def restore(self, pk: str) -> Response:
        return self._press(entries.restore, pk, _("The entry has been put back."))

    def _press(
        self, verb: Any, pk: str, done: str, *arguments: Any, back: bool = False
    ) -> Response:
        to_list = back and not viewer().is_staff
        url = url_for(".list") if to_list else url_for(".show", pk=pk, **came_from())
        if run_or_flash(verb, self.model, pk, *arguments):
            return redirect_with_success(done, url)
        return make_response(self._show_page(self._kept(pk), RetireForm()), 409)

    @expose("/<pk>/history")
    @has_access
    @permission_name("handle")
    def history(self, pk: str) -> str:
        entry = entries.one(self.model, pk)
        steps = versions.history(viewer(), entry)
        held = [step.version.values for step in steps]
        return render_template(
            "registers/history.html",
            register=self.model.register,
            entry=entry,
            steps=steps,
            fields=fields_of(self.model),
            words=texts.load(self.model, held, label),
        )

    @expose("/past")
    @has_access
    @permission_name("list")
    def past(self) -> str:
        day, number = asked_day(), page_number()
        found, total = versions.on_day(viewer(), self.model, day, number)
        return render_template(
            "registers/past.html",
            register=self.model.register,
            day=day,
            found=found,
            total=total,
            number=number,
            fields=[field for field in self._fields() if field.listed],
            words=texts.load(self.model, [each.values for each in found], label),
            is_whole=viewer().is_staff,
        )

    @expose("/export.csv")
    @has_access
    @permission_name("export")
    def csv(self) -> Response:
        content = tabular.to_csv(*self._table())
        return download(content, "text/csv; charset=utf-8", self._file_name("csv"))

    @expose("/export.xlsx")
    @has_access
    @permission_name("export")
    def xlsx(self) -> Response:
        header, rows = self._table()
        wide = tables.sentences(viewer(), self.model)
        title = self.model.register.label
        sheet = tabular.Worksheet(title, header, rows, wide)
        return download(tabular.to_workbook([sheet], title=title), XLSX, self._file_name("xlsx"))

    def _table(self) -> tuple[Any, Any]:
        """Return the entries of the list, with its filter and order, with all that is exported."""
        wanted = self.datamodel.statement(*self._wanted())
        return tables.header(viewer(), self.model), tables.table(viewer(), self.model, wanted)

    def _wanted(self) -> tuple[Any, str, str]:
        """Return what the list's address asks for: filters, column and direction of the order."""
        get_filter_args(self._filters)
        column, direction = get_order_args().get(type(self).__name__, self.base_order)
        if column not in self.order_columns:
            column, direction = self.base_order
        return self._filters.get_joined_filters(self._base_filters), column, direction

    def _file_name(self, ending: str) -> str:
        return f"{self.model.register.key}-{clock.today().isoformat()}.{ending}"
