"""Letters are signed as the sender's domain; what is changed on the way is no longer ours."""

import base64
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.mail.common import dkim_keys
from app.mail.common.dkim_signer import DkimSigner
from app.mail.common.transport import Outgoing

LETTER = Outgoing(
    *(
        "desk@example.jp",
        "a@example.jp",
        "【お知らせ】" + "長い題名" * 20,
        "本文\n.\n" * 50,
        "<1@x>",
    ),
    reply_to="kodoku+m1@example.jp",
)


def write_key(folder: Path, name: str = "key.pem", bits: int = 2048) -> Path:
    key = rsa.generate_private_key(65537, bits)
    path = folder / name
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return two keys, of which the first signs."""
    folder = tmp_path_factory.mktemp("keys")
    return f"s2={write_key(folder, 'new')},s1={write_key(folder, 'old')}"


def is_ours(content: bytes, setting: str) -> bool:
    records = {
        f"{key.selector}._domainkey.example.jp.".encode(): f"v=DKIM1; k=rsa; p={key.public}".encode()
        for key in dkim_keys.read(setting)
    }
    return bool(dkim.verify(content, dnsfunc=lambda name, timeout=5: records.get(name)))


def test_letter_is_signed_whole(setting: str) -> None:
    key = dkim_keys.signing(setting)
    assert key is not None and key.selector == "s2"
    content = DkimSigner("example.jp", key).sign(LETTER.as_bytes())
    assert is_ours(content, setting)
    head = content.partition(b"\r\nFrom:")[0]
    for wanted in (b"d=example.jp", b"s=s2", b"c=relaxed/relaxed", b"a=rsa-sha256"):
        assert wanted in head
    assert b" l=" not in head
    signed = head.partition(b"h=")[2].partition(b";")[0].lower()
    for name in (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"content-type"):
        assert name in signed
    assert not is_ours(content.replace(b"a@example.jp", b"b@example.jp"), setting)
    assert not is_ours(content + b"more\r\n", setting)
    respaced = content.replace(b"Reply-To: ", b"Reply-To:   ")
    assert is_ours(respaced, setting)


def test_faults_are_told_and_the_next_key_signs(setting: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("no key")
    short = write_key(tmp_path, "short", bits=1024)
    keys = dkim_keys.read(f"a={tmp_path}/none,b={broken},c={short},{setting}")
    assert [bool(key.fault) for key in keys] == [True, True, True, False, False]
    usable = dkim_keys.signing(f"a={tmp_path}/none,{setting}")
    assert usable is not None and usable.selector == "s2"
    assert dkim_keys.signing("") is None
    assert base64.b64decode(keys[-1].public)


def test_start_warns_of_a_key_that_cannot_be_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dkim_keys.warn(f"s1={tmp_path}/none")
    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert str(tmp_path) not in record.getMessage()
