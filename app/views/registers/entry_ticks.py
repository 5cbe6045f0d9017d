"""What may be done with ticked entries of a register: the keepers' verbs, one reason for all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from app.services.registers import entries
from app.views.common.base import viewer
from app.views.common.ticks import Act, Ticks
from app.views.forms.registers.entry import RetireForm
from app.views.registers.interface import RETIRED


def of_entries(view: Any) -> Ticks:
    """Return the ticks of a register view's list as it is shown."""
    register, is_staff = view.model.register, viewer().is_staff

    def of_entry(pk: str, form: RetireForm | None) -> tuple[Any, ...]:
        return (view.model, pk, *((form.reason.data,) if form else ()))

    def named(found: Sequence[str]) -> dict[str, str]:
        chosen = entries.some(view.model, found)
        return {each.public_id: str(each) for each in chosen if entries.may_keep(viewer(), each)}

    told = _l("They are put back into the register.")
    back = Act("restore", _l("Put back"), entries.restore, told, of_entry)
    may_put_back = is_staff and not register.forgets
    told = _l("They are recorded as confirmed today.")
    true = Act("confirm", _l("All of it is still true"), entries.confirm, told, of_entry)
    told = (
        _l("They are taken out for good: what tells of a person is deleted.")
        if register.forgets
        else _l("They are taken out of the register, for one reason. Nothing is deleted.")
    )
    out = Act("retire", _l("Take out"), view.retire_verb, told, of_entry, form=RetireForm)
    out = replace(out, undo=back if may_put_back else None, style="danger-quiet")
    in_force = (*((true,) if register.confirmed_every else ()), out)
    is_past = request.args.get(RETIRED) or request.view_args == {"act": back.key}
    return Ticks(
        title=view.list_title,
        url=url_for(".list"),
        address=lambda act: url_for(".tick", act=act),
        named=named,
        acts=((back,) if may_put_back else ()) if is_past and is_staff else in_force,
    )
