"""News (お知らせ): the register, and the secretariat's second look."""

from typing import Any

from flask import make_response, redirect, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.news.news import News
from app.rules.states.news.news import NewsStage
from app.services.news import news
from app.services.registers import entries
from app.views.common.base import links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.news.news import SendBackForm
from app.views.forms.registers.entry import RetireForm
from app.views.registers.register import RegisterView


class NewsView(RegisterView):
    """お知らせ."""

    model = News
    adds = staticmethod(news.add)
    list_template = "news/list.html"
    show_template = "news/show.html"

    def more(self, entry: News) -> dict[str, Any]:
        waits = entry.stage is NewsStage.WAITING and entry.retired_on is None
        return {"looks": viewer().is_staff and waits, "send_back_form": SendBackForm(formdata=None)}

    def more_of_list(self) -> dict[str, Any]:
        codes = {
            name: request.args.get(f"_flt_0_{column}", "")
            for name, column in (("field", "activity_fields"), ("municipality", "municipalities"))
        }
        return {"narrowed": {name: code for name, code in codes.items() if code}}

    @expose("/<pk>/publish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def publish(self, pk: str) -> Response:
        if run_or_flash(news.publish, pk, links=links()):
            return redirect_with_success(_("The news has been published."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<pk>/send-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: str) -> Response:
        form = SendBackForm()
        sent = form.validate() and run_for_form(
            form, news.send_back, pk, form.reason.data, links=links()
        )
        if sent:
            return redirect_with_success(_("The member has been asked."), url_for(".show", pk=pk))
        page = self._show_page(
            entries.one(News, pk), RetireForm(formdata=None), send_back_form=form
        )
        return make_response(page, 422)
