"""The site: the pages that the wings declare, the menu, and what every request needs."""

import sys
from collections.abc import Iterator

from flask import Flask

from app import wings
from app.extensions import PlatformAppBuilder
from app.security.roles import Permissions
from app.security.viewer import Role
from app.views.accounts import gate, openid
from app.views.accounts.login import LoginView
from app.views.common import (
    approval_register,
    check_words,
    components,
    context,
    errors,
    formats,
    member_page,
    preserved_forms,
    request_log,
    static_files,
    trail,
)
from app.views.common.locale import current_locale
from app.views.common.models import refuse_wild_keys, refuse_wild_pages
from app.views.common.requests import FormRequest
from app.views.common.site import Page
from app.views.forms.common import messages, sent
from app.views.front import first_request, health, manual, menu_counts, monitoring
from app.views.registers import api

trail.join(wings.declared(sys.modules[__name__], "actions"))
approval_register.join(wings.declared(sys.modules[__name__], "approval_kinds"))
member_page.join(wings.declared(sys.modules[__name__], "member_parts"))
check_words.join(wings.declared(sys.modules[__name__], "checks"))


def pages() -> Iterator[Page]:
    """Yield the pages of all wings."""
    for module in wings.declared(sys.modules[__name__], "pages"):
        yield from module.PAGES


def permissions() -> Permissions:
    """Return view → permission → the roles that hold it."""
    return {
        page.view.__name__: {f"can_{name}": roles for name, roles in page.access.items()}
        for page in pages()
    }


def register(app: Flask, appbuilder: PlatformAppBuilder) -> None:
    """Register every view and the menu, and what every request needs."""
    app.request_class = FormRequest
    app.extensions["platform_permissions"] = permissions()
    app.extensions["platform_menu"] = _add_views(appbuilder)
    app.extensions["babel"].locale_selector = current_locale
    app.before_request(refuse_wild_pages)
    app.before_request(refuse_wild_keys)
    if app.config["OIDC_ISSUER"]:
        openid.install(app)
    gate.register(app)
    api.install(app)
    app.register_blueprint(monitoring.blueprint)
    health.register(app)
    menu_counts.register(app)
    components.register(app)
    context.register(app)
    app.jinja_env.globals["manual_of_page"] = manual.manual_of_page
    formats.register(app)
    messages.install()
    sent.install()
    first_request.install(app)
    request_log.install(app)
    static_files.install(app)  # outermost
    preserved_forms.install()
    errors.register(app)


def _add_views(appbuilder: PlatformAppBuilder) -> dict[str, frozenset[Role]]:
    """Register the views; return menu entry or category → the roles that see it."""
    seen_by: dict[str, frozenset[Role]] = {}
    listed = []
    for page in pages():
        if page.menu is None:
            added = appbuilder.add_view_no_menu(page.view)
            if page.view is LoginView:
                appbuilder.sm.auth_view = added
        else:
            listed.append((page.menu.category.position, page.menu.position, page))
    for _category, _position, page in sorted(listed, key=lambda each: each[:2]):
        assert page.menu is not None
        name, category = page.view.__name__, page.menu.category
        appbuilder.add_view(
            page.view,
            name,
            label=page.menu.label,
            category=category.name,
            category_label=category.label,
            category_icon=category.icon,
        )
        seen_by[name] = page.access.get(page.view.default_view, frozenset())
        seen_by[category.name] = seen_by.get(category.name, frozenset()) | seen_by[name]
    return seen_by
