"""Nasty requests: what no browser sends, to every route, form and field, as every role."""

import io
from collections import Counter
from random import Random
from typing import Any, Self
from urllib.parse import quote, quote_from_bytes, urljoin

from flask import Flask, got_request_exception
from werkzeug.test import TestResponse

from app import clock
from app.security.viewer import Role
from tests.architecture.routes import EXAMPLES, Route
from tests.architecture.test_routes import build
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.edits import rule_of, target
from tests.support.forms import Form, read_forms

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
BLANKS = (" ", "\u3000", "\t", "\r\n", "\u200b", "\u3164", "\u2800", "\u200d")
DAYS = (
    *("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "99999-12-31", "2026-02-30"),
    *("２０２６－０１－０１", "٢٠٢٦-٠١-٠١", "2026-1-1", "2026-W01-1", "20260101", "-2026-01-01"),
)
NUMBERS = (
    *("-1", "0", "1e9", "1e400", "NaN", "２", "²", "٣", "½", "0x10", "1_0", "+1", "2147483648"),
    *("9223372036854775808", "9" * 400, "9" * 5000, "1.5", "1,000"),
)
TIMES = ("24:00", "25:61", "１３：３０", "00:00:00.000001", "9" * 100)
TEXTS = (
    *("\0", "団\0体", "\ud800", "あ\udfffい", "\u202e反", "\ufffe", "\ue000", "a" * 30_000),
    *("e" + "\u0301" * 4000, "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n{0}", "' OR 1=1 --"),
    *("=1+1", "../../etc/passwd", "x\r\nBcc: a@example.jp", "[]", "{}", "null", "[[1]]"),
    *("[" * 5000, '{"a":' * 5000, '{"x":["1","2"]}', '{"x":[1]}', "https://[::1", "a@b", "/\\x"),
)
VALUES = BLANKS + DAYS + NUMBERS + TIMES + TEXTS
OF_KIND = {"date": DAYS, "number": NUMBERS, "time": TIMES}
KEYS = (
    *("0", "-1", "2147483647", "2147483648", "9223372036854775808", "9" * 400, "²", "٣", "%00"),
    *("%ED%A0%80", "%FF", "..%2F..%2Fx", "a" * 3000, "%E2%80%AE", "%C2%B2", "+1", "1.0", "'"),
)
QUERY_NAMES = (
    *("page", "q", "on", "state", "sort", "next", "group", "all", "part", "version", "entry"),
    *("encoding", "status", "role", "organisation", "body", "item", "meeting", "template"),
    *("_flt_0_name", "_oc_MunicipalityView", "psize_MunicipalityView", "page_MunicipalityView"),
)
HEADERS = (
    *({"Host": host} for host in ("a" * 400, "x..y", "é.jp", "[::1", "a:99999999", "a@b", "a/b")),
    {"Accept-Language": "x" * 3000},
    {"Accept-Language": "ja;q=1e999,en;q=-1,*;q=nan"},
    {"If-None-Match": '"' + "x" * 3000},
    {"If-Modified-Since": "Mon, 99 Foo 99999 99:99:99 GMT"},
    {"Range": "bytes=9-1,-,5-"},
    {"Cookie": "session=" + "%00" * 50},
    {"Cookie": "session=é; session=" + "a" * 43},
    {"Referer": "http://[::1", "Origin": "http://["},
    {"User-Agent": "\x7f" * 3000},
    {"Content-Type": "application/json; charset=utf-16"},
    {"X-HTTP-Method-Override": "DELETE", "Accept": "\\"},
    {"Authorization": "Basic \xff"},
)
BODIES: tuple[tuple[str, bytes], ...] = (
    (FORM, b""),
    (FORM, b"\xff\xfe\0name=%ff%fe&%00=%00&=&&;"),
    (FORM + "; charset=utf-16", b"name=%ED%A0%80"),
    (FORM, b"&".join(b"a%d=1" % number for number in range(3000))),
    (PARTS + "; boundary=x", b"--x\r\nbroken"),
    (PARTS, b"--x--"),
    (
        PARTS + "; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="\xff"; filename="\0"\r\n'
        b"Content-Type: text/plain; charset=nothing\r\n\r\n\xff\r\n--x--\r\n",
    ),
    ("application/json", b"{}"),
    ("application/json", b"5"),
    ("application/json", b"[" * 50_000),
    ("application/json", b'{"a":' * 50_000),
    ("application/json", b'{"name": {"a": [1]}, "text": 5, "reason": null}'),
    ("text/plain", b"\0" * 100),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
)
FILES = (
    ("empty.pdf", b""),
    ("\u202e../x.pdf", b"%PDF-1.7\n\0\xff"),
    ("broken.xlsx", b"PK\x03\x04" + bytes(50)),
    ("bom.csv", b"\xff\xfe\0\xd8," * 20),
    ("x.eml", b"From: \xff\xfe\n\n\0"),
    ("a" * 300 + ".txt", "文書".encode()),
)
PLAUSIBLE = {"email": "someone@example.jp", "tel": "0857-26-7111", "url": "https://example.jp/"}
NO_PAGES = ("/logout", "/lang/")


class Walk:
    """Sends nasty requests and keeps what met a server error.

    density: how many requests a form or page gets for each kind of nastiness.
    """

    def __init__(self, app: Flask, client_as: RoleClients, *, seed: int, density: int) -> None:
        self.app, self.client_as, self.seed, self.density = app, client_as, seed, density
        self.statuses: Counter[int] = Counter()
        self.failed: list[str] = []
        """The requests that met a server error, with its place."""
        self._raised: list[str] = []

    def __enter__(self) -> Self:
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.app.appbuilder.sm.limiter.enabled = False  # type: ignore[attr-defined]
        got_request_exception.connect(self._note, self.app)
        return self

    def __exit__(self, *_error: object) -> None:
        self.app.appbuilder.sm.limiter.enabled = True  # type: ignore[attr-defined]
        got_request_exception.disconnect(self._note, self.app)

    def visit(self, route: Route, role: Role) -> None:
        """Send the nasty requests of one route as one role."""
        draw = Random(f"{self.seed} {route.rule} {route.method} {role}")
        client = self.client_as(role)
        if "<" in route.rule:
            self._wild_keys(client, route, draw)
        if role not in route.allowed:
            return
        values = EXAMPLES[route.rule](client) if "<" in route.rule else {}
        path = build(self.app, route, values)
        if route.method == "POST":
            self._bodies(client, path, draw)
        else:
            self._queries(client, path, draw)
            self._forms(client, path, draw)

    def send(self, client: PlatformClient, method: str, path: str, **more: Any) -> TestResponse:
        """Return the answer, counted."""
        self._raised.clear()
        answer = client.open(path, method=method, **more)
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            cause = self._raised[0] if self._raised else str(answer.status_code)
            self.failed.append(f"{cause}: {method} {path[:200]} {str(more)[:600]}")
        return answer

    def report(self) -> str:
        """Return the failed requests, one a line."""
        return "\n" + "\n".join(self.failed[:20])

    def _note(self, _app: Flask, exception: BaseException, **_more: Any) -> None:
        place, trace = "", exception.__traceback__
        while trace:
            file = trace.tb_frame.f_code.co_filename
            if ("/app/" in file and "site-packages" not in file) or not place:
                place = f"{file.rpartition('/app/')[2]}:{trace.tb_lineno}"
            trace = trace.tb_next
        self._raised.append(f"{type(exception).__name__} at {place}: {str(exception)[:80]}")

    def _wild_keys(self, client: PlatformClient, route: Route, draw: Random) -> None:
        for key in draw.sample(KEYS, self.density):
            parts = (key if part.startswith("<") else part for part in route.rule.split("/"))
            headers = {"X-CSRFToken": csrf_token(client)} if route.method == "POST" else {}
            self.send(client, route.method, "/".join(parts), headers=headers)

    def _queries(self, client: PlatformClient, path: str, draw: Random) -> None:
        for _ in range(self.density):
            names = draw.sample(QUERY_NAMES, draw.choice((1, 3)))
            pairs = [(name, draw.choice(VALUES)) for name in names]
            self.send(client, "GET", f"{path}?{encoded(pairs)}")
        for headers in draw.sample(HEADERS, self.density):
            self.send(client, "GET", path, headers=headers)

    def _bodies(self, client: PlatformClient, path: str, draw: Random) -> None:
        for kind, body in draw.sample(BODIES, self.density):
            headers = {"X-CSRFToken": csrf_token(client), "Content-Type": kind}
            self.send(client, "POST", path, data=body, headers=headers)
        self.send(client, "POST", path, data={"csrf_token": "\0"})

    def _forms(self, client: PlatformClient, path: str, draw: Random) -> None:
        page = self.send(client, "GET", path)
        if page.status_code != 200 or page.mimetype != "text/html":
            return
        seen = set()
        for form in read_forms(page.text):
            action = urljoin(page.request.path, form.action or path)
            kind = (form.method, rule_of(self.app, target(page.request.path, form)), *form.kinds)
            if kind not in seen and form.kinds and not action.startswith(NO_PAGES):
                seen.add(kind)
                self._form(client, action, form, draw)

    def _form(self, client: PlatformClient, action: str, form: Form, draw: Random) -> None:
        """Send the form filled in plausibly, one to three fields nasty, then with files for texts."""
        names = sorted(set(form.kinds) - {"csrf_token"})
        for _ in range(self.density if names else 0):
            values = filled(form, draw)
            for name in draw.sample(names, draw.randint(1, min(3, len(names)))):
                values[name] = [draw.choice(OF_KIND.get(form.kinds[name], VALUES) + VALUES)]
            pairs = [(name, text) for name, held in values.items() for text in held]
            pairs += draw.choices(pairs, k=draw.choice((0, 0, 0, 3)))
            if form.method == "get":
                self.send(client, "GET", f"{action.partition('?')[0]}?{encoded(pairs)}")
            else:
                self.send(client, "POST", action, data=encoded(pairs), content_type=FORM)
        for _ in range(self.density // 2 if names and form.method == "post" else 0):
            data: dict[str, Any] = filled(form, draw)
            for name in draw.sample(names, min(2, len(names))):
                data[name] = _file(draw)
            for name in (name for name in names if form.kinds[name] == "file"):
                data[name] = draw.choice(("text in place of a file", _file(draw)))
            self.send(client, "POST", action, data=data, content_type=PARTS)


def filled(form: Form, draw: Random) -> dict[str, list[str]]:
    """Return values that a person might send."""
    values = {name: list(held) for name, held in form.values.items()}
    today = clock.today().isoformat()
    plausible = {**PLAUSIBLE, "date": today, "number": "1", "time": "10:00"}
    pressed = [name for name, kind in form.kinds.items() if kind in ("button", "submit")]
    for name, kind in form.kinds.items():
        if name in pressed or kind == "file" or any(values.get(name, ())):
            continue
        offered = [value for value in form.options.get(name, ()) if value]
        values[name] = [draw.choice(offered) if offered else plausible.get(kind, "あ")]
    if pressed:
        name = draw.choice(pressed)
        values[name] = [draw.choice(form.options.get(name, ["1"]))]
    return values


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Return names and values as in a query, unpaired surrogates included."""
    return "&".join(
        f"{quote(name)}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    )


def _file(draw: Random) -> tuple[io.BytesIO, str]:
    name, content = draw.choice(FILES)
    return io.BytesIO(content), name
