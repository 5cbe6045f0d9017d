"""The key store of cases, and the data sealed with its keys."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from app.models.cases.record import CaseRecord
from app.models.common.sealed import new_id
from app.rules.cases.fields import RecordKind
from app.security import vault
from app.security.case_keys import CannotOpen, KeyDestroyed, KeyStore
from app.services.cases import records as case_records
from tests.support.cases import filled, new_case, person, viewer_of

READERS = 64
OLD, NEW = "the first secret of the tests, long enough", "the second secret of the tests, as long"


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys", [tmp_path / "copy"], OLD, "")


def reopened(store: KeyStore, secret: str, previous: str = "") -> KeyStore:
    return KeyStore(store.folders[0], store.folders[1:], secret, previous)


def test_key_is_stored_wrapped_in_both_folders(store: KeyStore) -> None:
    name = new_id()
    store.create(name)
    [kept, copy] = [(folder / f"{name}.key").read_bytes() for folder in store.folders]

    assert kept == copy
    assert store.key(name) not in kept
    assert (store.folders[0] / f"{name}.key").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        store.create(name)


def test_key_opens_only_with_its_own_secret_and_name(store: KeyStore) -> None:
    one, other = new_id(), new_id()
    store.create(one)
    store.create(other)
    with pytest.raises(CannotOpen):
        reopened(store, NEW).key(one)
    (store.folders[0] / f"{one}.key").replace(store.folders[0] / f"{other}.key")
    with pytest.raises(CannotOpen):
        store.key(other)
    with pytest.raises(KeyDestroyed):
        store.key("../" + other)


def test_readers_are_not_disturbed_by_key_rotation(store: KeyStore) -> None:
    names = [new_id() for _ in range(40)]
    for name in names:
        store.create(name)
    keys = {name: store.key(name) for name in names}
    both = reopened(store, NEW, OLD)
    wrong: list[object] = []

    def read() -> None:
        try:
            for _ in range(20):
                wrong.extend(name for name in names if both.key(name) != keys[name])
        except Exception as error:
            wrong.append(error)

    readers = [Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    changed = both.rotate()
    for reader in readers:
        reader.join()

    assert (wrong, changed) == ([], len(names))
    assert {name: reopened(store, NEW).key(name) for name in names} == keys
    assert both.rotate() == 0


def test_destroyed_key_is_gone_and_not_restored_by_rotation(store: KeyStore) -> None:
    name = new_id()
    store.create(name)
    store.destroy(name)
    store.destroy(name)
    reopened(store, NEW, OLD).rotate()

    with pytest.raises(KeyDestroyed):
        store.key(name)
    assert [path for folder in store.folders for path in folder.glob("*.key")] == []


@pytest.fixture
def two(session: Any) -> tuple[CaseRecord, CaseRecord]:
    """Return two records of the same kind in one case."""
    writer = person()
    case = new_case(writer)
    actor = viewer_of(writer)
    [one, other] = [
        case_records.write(actor, case.id, RecordKind.NOTE, filled(RecordKind.NOTE, word))
        for word in ("一", "二")
    ]
    return one, other


def test_sealed_content_opens_only_in_its_own_row(two: Any) -> None:
    one, other = two
    assert case_records.content(one)["text"] == "一"
    assert "一".encode() not in one.content

    one.content, other.content = other.content, one.content
    for record in two:
        with pytest.raises(CannotOpen):
            vault.unseal(record, "content")


def test_sealing_twice_gives_different_ciphertexts(two: Any) -> None:
    first = two[0].content
    vault.seal(two[0], "content", case_records.content(two[0]))
    assert two[0].content != first


def test_altered_byte_is_detected(two: Any) -> None:
    two[0].content = two[0].content[:-1] + bytes([two[0].content[-1] ^ 1])
    with pytest.raises(CannotOpen):
        vault.unseal(two[0], "content")


def test_content_cannot_be_opened_after_key_destruction(two: Any) -> None:
    vault.key_store().destroy(two[0].case_id)
    with pytest.raises(KeyDestroyed):
        vault.unseal(two[0], "content")


def test_fingerprint_is_deterministic(two: Any) -> None:
    assert vault.fingerprint("a") == vault.fingerprint("a") != vault.fingerprint("b")


def test_destroying_a_key_removes_remains_of_an_interrupted_rotation(store: KeyStore) -> None:
    name = new_id()
    store.create(name)
    for folder in store.folders:  # as left by a power failure during rotation
        (folder / f".{name}.part").write_bytes((folder / f"{name}.key").read_bytes())
    store.destroy(name)
    assert [path for folder in store.folders for path in folder.glob(f"*{name}*")] == []
    assert [path for folder in store.folders for path in folder.glob(f".{name}*")] == []


def test_rotation_adds_missing_keys_to_a_new_copy(store: KeyStore, tmp_path: Path) -> None:
    name = new_id()
    store.create(name)
    more = KeyStore(store.folders[0], [*store.folders[1:], tmp_path / "new"], OLD, "")
    assert (more.rotate(), more.rotate()) == (1, 0)
    assert KeyStore(tmp_path / "new", [], OLD, "").key(name) == store.key(name)
