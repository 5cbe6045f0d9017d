"""The open interface (オープンAPI): registers and roster as JSON, by key or without one."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, redirect, request, url_for
from flask_appbuilder import expose
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.rules.membership.roster import Tier
from app.rules.registers import open_interface as reading
from app.rules.registers.open_interface import Asked, Refused
from app.security import guard
from app.security.limits import client_address, limiter
from app.security.viewer import PUBLIC
from app.security.visibility import tier_for
from app.services.registers import api_keys, change_feed, formats, open_interface, resources, texts
from app.services.registers.open_interface import Item
from app.services.registers.resources import Resource
from app.services.roster import roster
from app.services.roster.open_data import LICENCE, LICENCE_PAGE
from app.views.common import etags, problems
from app.views.common.base import View, links, viewer
from app.views.registers import api_document

WINDOW = 600
"""Seconds for which requests are counted."""
QUOTAS = {"address": 600, "key": 3000}
"""Requests of a window. Many officers may share one address."""
# *Reading*: the by-laws open to all what is public (要領第3条第3項); what is for members stays with them.
MEMBERS_LICENCE = f"公開の範囲の項目は {LICENCE}。会員のみの項目は、会員の中だけで使ってください。"
METHODS = "GET, HEAD, OPTIONS"
TOLD = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
READABLE = "If-None-Match"
"""The header that a page of others may send besides those that need no leave."""


def install(app: Flask) -> None:
    """Let every request below the prefix in by its key, count it, and add the headers."""
    app.before_request(let_in)
    app.after_request(add_headers)


def let_in() -> Response | None:
    """Set the viewer of a key, else the public; refuse a wrong key and too many requests."""
    if not problems.wanted() or request.method == "OPTIONS":
        return None
    sent = request.headers.get("Authorization", "")
    scheme, _space, token = sent.partition(" ")
    held = api_keys.holder(token.strip()) if scheme.casefold() == "bearer" else None
    policy, counted = ("key", held[0]) if held else ("address", client_address())
    g.viewer = held[1] if held else PUBLIC
    guard.set_viewer(db.session(), g.viewer)
    now = int(clock.now().timestamp())
    window, left = now // WINDOW, WINDOW - now % WINDOW
    used = limiter.storage.incr(f"api/{policy}/{counted}/{window}", WINDOW)
    remaining = max(0, QUOTAS[policy] - used)
    g.rate = f'"{policy}";q={QUOTAS[policy]};w={WINDOW}', f'"{policy}";r={remaining};t={left}'
    if used > QUOTAS[policy]:
        return problems.answer(429, headers=[("Retry-After", str(left))])
    if sent and held is None:
        return problems.answer(401, headers=[("WWW-Authenticate", 'Bearer error="invalid_token"')])
    return None


def add_headers(response: Response) -> Response:
    """Open public reads to pages of others, and tell the limit. What a key reads is for nobody else."""
    if not problems.wanted():
        return response
    response.vary.add("Authorization")
    if "rate" in g:
        response.headers["RateLimit-Policy"], response.headers["RateLimit"] = g.rate
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = TOLD
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = READABLE
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


class ApiView(View):
    """`/api/v1`. Everybody may read; how much, the key decides."""

    route_base = "/api/v1"

    @expose("/openapi.json")
    def document(self) -> Response:
        return self._answered((), lambda _asked: _json(api_document.document()))

    @expose("/changes")
    def changes(self) -> Response:
        minute = clock.now().isoformat(timespec="minutes")  # what is too young now is told later
        return self._answered((), self._changes, position=reading.SINCE, fact=minute)

    @expose("/<register>")
    def list(self, register: str) -> Response:
        found = _resource(register)
        filters = found.filters(tier_for(viewer()))
        return self._answered(
            filters, lambda asked: self._page(found, asked), found.formats, reading.CURSOR
        )

    @expose("/<register>/<pk>")
    def show(self, register: str, pk: str) -> Response:
        found = _resource(register)
        kept = roster.successor(pk) if found.model is None else None
        if kept is not None:
            return redirect(url_for(".show", register=register, pk=kept), 308)
        return self._answered((), lambda asked: self._one(found, pk, asked), found.formats)

    def _answered(
        self,
        filters: Any,
        make: Callable[[Asked], Response],
        offered: Iterable[str] = (),
        position: str = "",
        fact: str = "",
    ) -> Response:
        """Read the parameters and answer, or 304. fact: of what else the answer depends on."""
        sent = list(request.args.items(multi=True))
        try:
            asked = reading.read(sent, filters, offered, position=position)
        except Refused as refused:
            return problems.answer(400, refused.errors)
        return etags.cached_page(lambda: make(asked), tier_for(viewer()).value, fact)

    def _changes(self, asked: Asked) -> Response:
        found, reached, more = change_feed.changes(viewer(), asked)
        next_ = _address(reading.SINCE, reached) if more else None
        told = {"items": found, "since": reading.cursor(reached), "next": next_}
        return _linked(_json(_head() | told), next_)

    def _page(self, resource: Resource, asked: Asked) -> Response:
        items, following = open_interface.page(viewer(), resource, asked)
        next_ = _address(reading.CURSOR, following) if following is not None else None
        if asked.format:
            return _linked(_formatted(resource, asked.format, items), next_)
        shown = resource.shown(tier_for(viewer()))
        told = {
            "register": resource.register.key,
            "items": [open_interface.body(resource, item, shown) for item in items],
            "next": next_,
        }
        return _linked(_json(_head() | told), next_)

    def _one(self, resource: Resource, pk: str, asked: Asked) -> Response:
        item = open_interface.one(viewer(), resource, pk)
        if asked.format:
            return _formatted(resource, asked.format, [item], is_one=True)
        shown = resource.shown(tier_for(viewer()))
        told = {"register": resource.register.key}
        return _json(_head() | told | {"item": open_interface.body(resource, item, shown)})


def _resource(key: str) -> Resource:
    try:
        return resources.every()[key]
    except KeyError:
        raise NotFound from None


def _head() -> dict[str, Any]:
    """Return what every body says: under which licence, and as of which day."""
    is_public = tier_for(viewer()) is Tier.PUBLIC
    licence = LICENCE if is_public else MEMBERS_LICENCE
    return {"licence": licence, "as_of": clock.today().isoformat()}


def _formatted(resource: Resource, name: str, items: Any, *, is_one: bool = False) -> Response:
    fields = resource.shown(tier_for(viewer()))
    words = texts.words_of(resource.model, [item.values for item in items])
    rows = [formats.row(name, fields, words, each, _page_of(resource, each)) for each in items]
    made = formats.write(name, resource.register, rows, is_one=is_one)
    media_type = formats.FORMATS[name].media_type
    if isinstance(made, bytes):
        answer = Response(made, content_type=media_type)
    else:
        answer = _json(made if is_one else _head() | made, media_type)
    answer.headers.add("Link", f'<{LICENCE_PAGE}>; rel="license"')  # a table has no place for it
    return answer


def _page_of(resource: Resource, item: Item) -> str:
    return f"{links().base}/{resource.register.key}/{item.id}"


def _address(name: str, number: int) -> str:
    """Return this address with another position."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != name]
    return f"{request.base_url}?{urlencode([*kept, (name, reading.cursor(number))])}"


def _linked(response: Response, next_: str | None) -> Response:
    if next_ is not None:
        response.headers.add("Link", f'<{next_}>; rel="next"')
    return response


def _json(body: Any, media_type: str = "application/json") -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, content_type=media_type)
