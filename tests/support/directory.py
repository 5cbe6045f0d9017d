"""A small directory (OpenID provider) on loopback: signs what it is told to say of a visitor."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class Directory:
    """What it says of the visitor, and what it has seen."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.address = ""
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        """The parameters of the last authorization request."""
        self.sign_with = self.key

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the visitor is sent back to."""
        self.asked = asked
        back = urlencode({"code": "the-code", "state": asked["state"]})
        return f"{asked['redirect_uri']}?{back}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code, if the verifier fits the challenge (PKCE)."""
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if sent["code"] != "the-code" or challenge != self.asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "platform",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            **self.claims,
        }
        id_token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.sign_with)
        return {"access_token": "a", "token_type": "Bearer", "id_token": id_token}

    def metadata(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }


@contextmanager
def running() -> Iterator[Directory]:
    """A directory that answers until the end of the block."""
    directory = Directory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: value[0] for name, value in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", directory.authorize(asked))
                self.end_headers()
            elif parts.path == "/keys":
                self.answer({"keys": [directory.key.as_dict(private=False)]})
            else:
                self.answer(directory.metadata())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: value[0] for name, value in parse_qs(body).items()}
            tokens = directory.token(sent)
            self.answer(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def answer(self, content: dict[str, Any], status: int = 200) -> None:
            data = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
