"""Production speaks in the clear to this machine and to named networks only."""

import ssl
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

import config
from app import connections, production
from tests.support.certificates import certificate
from tests.support.environment import NAMES
from tests.support.redis import RedisServer

SAFE = {
    "APP_ENV": "production",
    "HTTPS": "1",
    "BASE_URL": "https://platform.example.jp",
    "TRUSTED_HOSTS": "platform.example.jp",
    "SMTP_URL": "smtps://mail.example.jp",
    "CASE_KEY_STORE": "/case_keys",
    **{name: name.ljust(40, "-") for name in ("SECRET_KEY", "TOTP_KEY", "CASE_KEY")},
    "LEDGER_FOLDER": "/ledger",
}
NETWORKS = "postgres, Mail.internal, 10.1.0.0/16, fd00::/8"
CASES = (
    ("DATABASE_URL", "postgresql://u:p@db.example.jp/platform", False),
    ("DATABASE_URL", "postgresql://u:p@db.example.jp/platform?sslmode=require", False),
    ("DATABASE_URL", "postgresql://u:p@db.example.jp/platform?sslmode=prefer", False),
    ("DATABASE_URL", "postgresql+psycopg://db.example.jp/p?sslmode=disable&x=verify-full", False),
    ("DATABASE_URL", "postgres://u:p@db.example.jp/platform?sslmode=verify-full", True),
    ("DATABASE_URL", "postgresql://db.example.jp/p?sslmode=verify-ca&sslrootcert=/ca", True),
    ("DATABASE_URL", "postgresql:///platform", True),
    ("DATABASE_URL", "postgresql:///platform?host=/var/run/postgresql", True),
    ("DATABASE_URL", "postgresql://%2Fvar%2Frun%2Fpostgresql/platform", True),
    ("DATABASE_URL", "postgresql:///platform?host=db.example.jp", False),
    ("DATABASE_URL", "postgresql://127.0.0.1/platform?hostaddr=192.0.2.7", False),
    ("DATABASE_URL", "postgresql://postgres,db.example.jp:5433/platform", False),
    ("DATABASE_URL", "postgresql://postgres:5432,127.0.0.1/platform", True),
    ("DATABASE_URL", "postgresql://[::1]:5432/platform", True),
    ("DATABASE_URL", "postgresql://[2001:db8::1]:5432/platform", False),
    ("DATABASE_URL", "postgresql://[fd00::1]/platform", True),
    ("DATABASE_URL", "postgresql://u:p@postgres/platform", True),
    ("DATABASE_URL", "postgresql://u:p@postgres.example.jp/platform", False),
    ("DATABASE_URL", "", True),
    ("REDIS_URL", "redis://redis.example.jp:6379/0", False),
    ("REDIS_URL", "rediss://redis.example.jp:6379/0", False),
    ("REDIS_URL", "rediss://redis.example.jp:6379/0?ssl_cert_reqs=none", False),
    ("REDIS_URL", "rediss://redis.example.jp:6379/0?ssl_cert_reqs=required", True),
    ("REDIS_URL", "rediss://redis.example.jp:6379/0?ssl_cert_reqs=CERT_REQUIRED", True),
    ("REDIS_URL", "redis://localhost:6379/0", True),
    ("REDIS_URL", "redis://127.0.0.9:6379/0", True),
    ("REDIS_URL", "redis://10.1.255.255/0", True),
    ("REDIS_URL", "redis://10.2.0.0/0", False),
    ("REDIS_URL", "redis+socket:///run/redis.sock", True),
    ("REDIS_URL", "sentinel://redis.example.jp:26379", False),
    ("SMTP_URL", "smtp://u:p@mail.example.jp:587", False),
    ("SMTP_URL", "smtp+starttls://u:p@mail.example.jp:587", True),
    ("SMTP_URL", "smtps://u:p@mail.example.jp", True),
    ("SMTP_URL", "smtp://127.0.0.1", True),
    ("SMTP_URL", "smtp://mail.internal", True),
    ("SMTP_URL", "smtp://mail.internal.example.jp", False),
    ("IMAP_URL", "imap://u:p@mail.example.jp/INBOX", False),
    ("IMAP_URL", "imaps://u:p@mail.example.jp/INBOX", True),
    ("IMAP_URL", "imap://u:p@localhost/INBOX", True),
)


@pytest.mark.parametrize(("name", "url", "is_accepted"), CASES)
def test_production_accepts_encrypted_and_private_connections(
    name: str, url: str, is_accepted: bool
) -> None:
    settings = config.load(SAFE | {"PRIVATE_NETWORKS": NETWORKS, name: url})
    if is_accepted:
        production.refuse_unsafe(settings)
        return
    with pytest.raises(production.UnsafeSettings) as refused:
        production.refuse_unsafe(settings)
    named = [
        each for each in (*connections.ENCRYPTED, "DATABASE_URL") if each in str(refused.value)
    ]
    assert named == [name]
    assert "example.jp" not in str(refused.value)  # nor the password in it


def test_development_may_speak_in_the_clear() -> None:
    production.refuse_unsafe(config.load({"SMTP_URL": "smtp://mail.example.jp"}))


def test_every_address_of_a_server_is_judged() -> None:
    ours = {"BASE_URL", "DATABASE_URL"}  # the one is https, the other has its own words
    named = {name for name in NAMES if name.endswith("_URL")} | {"SMTP_ROUTES"}
    assert named - ours == set(connections.ENCRYPTED)


@pytest.mark.parametrize("name", config.SECRETS)
def test_secret_is_read_from_the_file_named(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    given = "example.jp={}" if name == "SMTP_ROUTES" else "{}"
    file.write_text(given.format("postgresql://host/of-a-file\n"))
    settings = config.load(
        {f"{name}_FILE": str(file), name: given.format("postgresql://host/of-the-environment")}
    )
    stored = settings["SQLALCHEMY_DATABASE_URI" if name == "DATABASE_URL" else name]
    url = stored["example.jp"] if name == "SMTP_ROUTES" else stored
    assert url.endswith("host/of-a-file")


def test_redis_with_a_foreign_certificate_is_not_spoken_to(tmp_path: Path) -> None:
    """Neither an unknown issuer nor another server's name is accepted."""
    right, other = certificate(tmp_path, "127.0.0.1"), certificate(tmp_path, "192.0.2.7")
    for shown, trusted, is_accepted in (
        (right, right, True),
        (right, other, False),
        (other, other, False),
    ):
        with RedisServer(tls=shown) as url:
            wanted = f"{url}?ssl_cert_reqs=required&ssl_ca_certs={trusted.certificate}"
            with Connection(wanted) as connection:
                if is_accepted:
                    connection.ensure_connection(max_retries=1)
                    connection.default_channel.client.ping()
                    continue
                with pytest.raises((OperationalError, ssl.SSLError)):
                    connection.ensure_connection(max_retries=1)
