"""The stand-alone verifier, run as a third party does: by Python alone, outside the repository."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.documents.meeting import verify_resolution
from app.models.meeting.resolution import ResolutionRecord
from app.services.meeting import resolution_records
from tests.support import records

SCRIPT = Path(verify_resolution.__file__)


def check(*files: Path) -> subprocess.CompletedProcess[str]:
    """Run the script without access to the application's code."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, files)],
        capture_output=True,
        text=True,
        cwd=files[0].parent if files else "/",
    )


def written(folder: Path, content: dict[str, Any], name: str = "") -> Path:
    """Write the record to a file; the default file name contains no hash."""
    file = folder / (name or f"record{content['sequence']}.json")
    file.write_bytes(resolution_records.canonical(content))
    return file


def downloaded(folder: Path, record: ResolutionRecord) -> Path:
    return written(folder, record.content, resolution_records.file_name(record, "json"))


@pytest.mark.parametrize("kind", records.KINDS)
def test_every_kind_of_record_is_verified(session: Any, tmp_path: Path, kind: str) -> None:
    done = check(downloaded(tmp_path, records.KINDS[kind]()))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "1件の記録は、数え直した結果と一致しました。" in done.stdout


def test_chain_of_several_files_is_verified_in_any_order(session: Any, tmp_path: Path) -> None:
    files = [downloaded(tmp_path, made()) for made in records.KINDS.values()]
    done = check(*reversed(files))
    assert (done.returncode, f"{len(files)}件の記録は" in done.stdout) == (0, True), done.stdout


def test_record_missing_from_the_chain_is_detected(session: Any, tmp_path: Path) -> None:
    first, _second, third = (downloaded(tmp_path, records.rejected()) for _ in range(3))
    done = check(first, third)
    assert done.returncode == 1
    assert "通し番号1のすぐ後の記録がありません。" in done.stdout


def test_forged_record_with_consistent_count_breaks_the_chain(session: Any, tmp_path: Path) -> None:
    first, second = records.rejected(), records.passed()
    forged = written(tmp_path, first.content | {"effect": "何も起きない。"})
    assert check(forged).returncode == 0
    done = check(forged, downloaded(tmp_path, second))
    assert done.returncode == 1
    assert "通し番号2は、渡された一つ前の記録に続いていません。" in done.stdout


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every single field."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in steps:
        if isinstance(inner, dict | list) and inner:
            yield from leaves(inner, (*path, key))
        else:
            yield (*path, key)


def altered(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """Return the record with one field changed."""
    changed = copy.deepcopy(content)
    place = changed
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    if isinstance(value, bool):
        place[path[-1]] = not value
    elif isinstance(value, int):
        place[path[-1]] = value + 1
    elif isinstance(value, str):
        place[path[-1]] = f"{value}1"
    else:
        place[path[-1]] = "1"
    return changed


@pytest.mark.parametrize("kind", ["passed", "written"])
def test_altering_any_single_field_is_detected_by_the_hash(
    session: Any, tmp_path: Path, kind: str
) -> None:
    record = records.KINDS[kind]()
    name = resolution_records.file_name(record, "json")
    missed = []
    for path in leaves(record.content):
        file = written(tmp_path, altered(record.content, path), name)
        if not any("書き換え" in fault or "読めません" in fault for fault in found(file)):
            missed.append(path)
    assert missed == []


def found(file: Path) -> list[str]:
    """Return the script's findings without starting a process for each of some hundred files."""
    content = file.read_bytes()
    record = json.loads(content)
    try:
        digest = verify_resolution.hashlib.sha256(content).hexdigest()
        return verify_resolution.alone(record, digest, content, file.name)
    except verify_resolution.UNREADABLE as error:
        return [f"読めません {error}"]


FORGED: list[tuple[str, tuple[Any, ...], Any]] = [
    ("passed", ("counts", "in_favour"), 17),
    ("passed", ("counts", "silent"), 0),
    ("passed", ("outcome",), "rejected"),
    ("passed", ("effective_on",), "2024-04-01"),
    ("passed", ("article",), "規約第12条第5項"),
    ("passed", ("reason",), "賛成多数のため可決です。"),
    ("passed", ("chair",), "1"),
    ("passed", ("there",), []),
    ("passed", ("present",), ["1", "2"]),
    ("passed", ("attending_by_email",), []),
    ("passed", ("statements",), {}),
    ("passed", ("emails",), {}),
    ("passed", ("words",), []),
    ("passed", ("votes",), {}),
    ("passed", ("proxies",), {}),
    ("passed", ("item", "notified"), False),
    ("passed", ("members",), {"1": "鳥取県"}),
    ("passed", ("deemed", "assents"), 30),
    ("passed", ("deemed", "needed"), 1),
    ("passed", ("previous_hash",), "1" * 64),
    ("passed", ("format",), "another"),
    ("rejected", ("item", "excluded"), {}),
    ("rejected", ("outcome",), "passed"),
    ("chaired", ("chair",), None),
    ("late_item", ("item", "notified"), True),
    ("not_covered", ("item", "not_covered"), []),
    ("deemed", ("assents",), {}),
    ("deemed", ("deemed", "effective_on"), "2024-04-01"),
    ("written", ("words",), []),
    ("written", ("outcome",), "not_deemed"),
    ("written", ("deemed", "passed"), False),
]


_sealed: dict[str, dict[str, Any]] = {}
"""Contents of records by kind, each made once in a process."""


def sealed(kind: str) -> dict[str, Any]:
    """Return the content of a record of this kind, to be changed freely."""
    if kind not in _sealed:
        _sealed[kind] = records.KINDS[kind]().content
    return copy.deepcopy(_sealed[kind])


@pytest.mark.parametrize(("kind", "path", "value"), FORGED)
def test_forgery_with_recomputed_hash_is_detected_by_the_count(
    session: Any, tmp_path: Path, kind: str, path: tuple[Any, ...], value: Any
) -> None:
    content = sealed(kind)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    done = check(written(tmp_path, content))
    assert (done.returncode, done.stderr) == (1, "")
    assert "一致しない点が" in done.stdout


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"sequence": 1}', b"\xff", b"null"])
def test_file_that_is_not_a_record_is_reported(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)
    done = check(file)
    assert (done.returncode, done.stderr) == (1, "")
    assert "議決の記録として読めません" in done.stdout


def test_different_white_space_is_a_different_file(session: Any, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(records.rejected().content, ensure_ascii=False), encoding="utf-8")
    done = check(file)
    assert done.returncode == 1
    assert "正規の形のJSONではありません" in done.stdout


def test_without_files_usage_is_printed() -> None:
    done = check()
    assert done.returncode == 2
    assert "verify_resolution.py FILE.json" in done.stdout


def test_verifier_shares_no_code_with_the_application() -> None:
    imported = {line for line in SCRIPT.read_text().splitlines() if "import" in line[:6]}
    assert not any("app" in line for line in imported)
