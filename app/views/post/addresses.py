"""Mail addresses that letters do not reach (届かないメールアドレス)."""

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.post import addresses
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.post.address import LiftForm


class AddressView(View):
    """`/mail-addresses`."""

    route_base = "/mail-addresses"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        found, total = addresses.page(viewer(), number=number)
        owners = addresses.owners(viewer(), found)
        ids = {each.id for having in owners.values() for each in having}
        return render_template(
            "post/addresses/list.html",
            addresses=found,
            owners=owners,
            cut_off=addresses.cut_off(viewer(), sorted(ids)),
            total=total,
            number=number,
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return self._shown(pk, LiftForm(formdata=None))

    @expose("/<int:pk>/lift", methods=("POST",))
    @has_access
    def lift(self, pk: int) -> Response:
        form = LiftForm()
        if form.validate() and run_for_form(form, addresses.lift, pk, form.reason.data):
            return redirect_with_success(
                _("The address counts as good again."), url_for(".show", pk=pk)
            )
        return make_response(self._shown(pk, form), 422)

    def _shown(self, pk: int, form: LiftForm) -> str:
        address = addresses.one(viewer(), pk)
        owners = addresses.owners(viewer(), [address])[address.address]
        return render_template(
            "post/addresses/show.html",
            address=address,
            owners=owners,
            cut_off=addresses.cut_off(viewer(), [each.id for each in owners]),
            reports=addresses.reports(viewer(), address.address),
            form=form,
        )
