"""A small OpenID provider on loopback, which validates requests and can return false claims."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT_ID, CLIENT_SECRET = "platform", "the client's secret"
CODE = "a-code-that-works-once"


class Provider:
    """A WSGI application with discovery, keys and token endpoints; `approve` acts for the user."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.signing_key = self.key
        self.issuer = ""
        self.claims: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.faults: list[str] = []
        self.is_silent = False
        self.elsewhere = ""
        """Another name of its host, where its tokens are."""
        self.is_moved = False
        """Whether it redirects every request elsewhere on itself."""
        self.paths: list[str] = []

    def approve(self, location: str, **claims: Any) -> dict[str, str]:
        """Approve the log-in; return the callback parameters. location: the URL redirected to."""
        self.asked = {
            name: values[0] for name, values in parse_qs(urlsplit(location).query).items()
        }
        self.claims = claims
        return {"code": CODE, "state": self.asked["state"]}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        self.paths.append(request.path)
        if self.is_moved:
            elsewhere = Response(status=302, headers={"Location": f"{self.issuer}/elsewhere"})
            return elsewhere(environ, start_response)
        answers = {
            "/.well-known/openid-configuration": self._metadata,
            "/keys": lambda _request: {"keys": [self.key.as_dict(private=False)]},
            "/token": self._token,
        }
        response = Response(status=404)
        if request.path in answers:
            response = Response(mimetype="application/json")
            content = answers[request.path](request)
            response.status_code = 400 if "error" in content else 200
            response.set_data(json.dumps(content))
        return response(environ, start_response)

    def _metadata(self, _request: Request) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.elsewhere or self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _token(self, request: Request) -> dict[str, Any]:
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        expected = {
            "secret": (request.authorization or {}).get("password") == CLIENT_SECRET,
            "code": request.form.get("code") == CODE,
            "address": request.form.get("redirect_uri") == self.asked["redirect_uri"],
            "verifier": challenge == self.asked["code_challenge"],
        }
        self.faults += [name for name, right in expected.items() if not right]
        if self.faults:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
            **self.claims,
            **self.lies,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing_key)
        said = {} if self.is_silent else {"id_token": token}
        return {"access_token": "x", "token_type": "Bearer", **said}


@contextmanager
def running() -> Iterator[Provider]:
    """Run the provider on a free port, in a thread."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
