"""Keys of the open interface (オープンAPIの鍵): made, shown once, revoked."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.roster import Tier
from app.security.limits import limit_posts
from app.services.registers import api_keys
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.registers.api_key import ApiKeyForm


class ApiKeyView(View):
    """`/api-keys`."""

    route_base = "/api-keys"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Response:
        return self._page(ApiKeyForm())

    @expose("/", methods=("POST",))
    @has_access
    @permission_name("list")
    @recently_authenticated
    @limit_posts("30 per hour")
    def create(self) -> Response:
        form = ApiKeyForm()
        made = form.validate() and run_for_form(
            form,
            api_keys.create,
            purpose=form.purpose.data,
            tier=Tier(form.tier.data),
            expires_on=form.expires_on.data,
        )
        # Shown in the answer itself: a redirect would have to keep the key somewhere meanwhile.
        return self._page(ApiKeyForm(formdata=None), made[1]) if made else self._page(form)

    @expose("/<int:pk>/revoke", methods=("POST",))
    @has_access
    @permission_name("list")
    def revoke(self, pk: int) -> Response:
        if run_or_flash(api_keys.revoke, pk):
            return redirect_with_success(_("The key has been revoked."), url_for(".list"))
        return redirect(url_for(".list"), 303)

    def _page(self, form: ApiKeyForm, token: str = "") -> Response:
        page = render_template(
            "registers/api_keys.html",
            form=form,
            token=token,
            keys=api_keys.visible(viewer()),
            is_staff=viewer().is_staff,
        )
        return make_response(page, 200 if token or request.method == "GET" else 422)
