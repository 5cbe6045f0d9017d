"""The roster (団体名簿), for each viewer to the extent of their tier, and as open data."""

import json
from datetime import date
from hashlib import sha256
from io import BytesIO

from flask import make_response, redirect, render_template, request, send_file, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.rules.membership.past_roster import REPLACED
from app.services.common import rows, tabular
from app.services.roster import open_data, roster
from app.views.common import etags, member_page
from app.views.common.base import View, viewer
from app.views.common.files import XLSX, with_charset
from app.views.common.labels import label, member_kind_label
from app.views.common.listing import listing
from app.views.common.paging import asked_day, page_number
from app.views.forms.roster.roster import RosterFilter
from app.views.membership import profiles


class RosterView(View):
    """`/roster`."""

    route_base = ""
    default_view = "list"

    @expose("/roster")
    @has_access
    def list(self) -> Response:
        return etags.cached_page(self._list)

    @listing
    def _list(self) -> str:
        form = RosterFilter(request.args)
        form.offer()
        wanted = form.wanted()
        number = page_number()
        entries, counts = roster.page(viewer(), wanted, number=number, size=rows.per_page())
        return render_template(
            "roster/roster/list.html",
            form=form,
            entries=entries,
            counts=counts,
            total=sum(counts.values()),
            counted=roster.COUNTED,
            number=number,
            day=wanted.day,
            field_names=dict(form.field.choices),
            municipality_names=dict(form.municipality.choices),
            kinds={kind.value: label(kind) for kind in OrganisationKind},
            replaced=REPLACED,
            is_whole=roster.is_whole(viewer(), wanted.day),
            member_kinds={kind: member_kind_label(kind) for kind in MemberKind},
            filtered=any(value for name, value in request.args.items() if name != "page"),
        )

    @expose("/roster/<public_id>")
    @has_access
    def show(self, public_id: str) -> Response:
        day = asked_day()
        kept = roster.successor(public_id)
        entry = roster.one(viewer(), kept or public_id, day)
        if kept is not None:
            return redirect(url_for(".show", public_id=kept, on=request.args.get("on")))
        page = render_template(
            "roster/roster/show.html",
            entry=entry,
            day=day,
            sections=profiles.visible_sections(entry.profile),
            history=roster.history(viewer(), public_id),
            is_whole=roster.is_whole(viewer(), day),
            parts=member_page.of(entry),
        )
        return make_response(page)

    @expose("/roster.csv")
    @has_access
    @permission_name("export")
    def csv(self) -> Response:
        day = asked_day()
        if request.args.get("encoding") == "cp932":
            content, missing = tabular.to_csv_cp932(open_data.header(), open_data.rows(day))
            if missing and "anyway" not in request.args:
                page = render_template("roster/roster/unwritten.html", missing=missing, day=day)
                return make_response(page)
            return self._file(content, day, "csv", "text/csv; charset=Shift_JIS")
        content = tabular.to_csv(open_data.header(), open_data.rows(day))
        return self._file(content, day, "csv", "text/csv; charset=utf-8")

    @expose("/roster.xlsx")
    @has_access
    @permission_name("export")
    def xlsx(self) -> Response:
        day = asked_day()
        content = tabular.to_xlsx(open_data.header(), open_data.rows(day), title="団体名簿")
        return self._file(content, day, "xlsx", XLSX)

    @expose("/roster.json")
    @has_access
    @permission_name("export")
    def json(self) -> Response:
        day = asked_day()
        content = json.dumps(open_data.document(day), ensure_ascii=False, indent=1)
        return self._file(content.encode(), day, "json", "application/json")

    def _file(self, content: bytes, day: date, ending: str, media_type: str) -> Response:
        name = f"roster-{day.isoformat()}.{ending}"
        answer = send_file(
            BytesIO(content),
            mimetype=media_type,
            download_name=name,
            as_attachment=ending != "json",
        )
        with_charset(answer, media_type)
        answer.set_etag(sha256(content).hexdigest())
        return answer.make_conditional(request)
