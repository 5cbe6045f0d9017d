"""app/SECURITY.md names files, tests and secrets that exist; the SBOM lists what is installed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

import config
from tests.support.source import ROOT, tree

TEXT = (ROOT / "app/SECURITY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d., ]+) [^|]*\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
ITEMS = (
    *("3.3.3", "3.4.1", "3.5.4", "3.7.2", "4.1.2", "4.1.3", "6.2.9", "6.2.10", "6.2.11", "6.2.12"),
    *("6.3.3", "6.4.3", "6.4.4", "6.5.1", "6.5.5", "9", "10.5", "11.1.1", "11.1.2", "11.2.2"),
    *("12.3.1", "13.2.4", "13.2.5", "13.3.1", "13.4.5", "15.1.2", "15.1.3", "15.2.2", "15.3.2"),
    *("15.3.4", "16.1", "16.2", "16.3", "16.4", "16.5", "3.4.2"),
)


def test_every_item_has_its_row() -> None:
    named = [item for row in ROWS for item in row[0].split(", ")]
    assert sorted(named) == sorted(ITEMS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_files_and_tests_of_a_row_exist(row: tuple[str, str, str]) -> None:
    files, tests = (re.findall(r"`([^`]+)`", cell) for cell in row[1:])
    assert files and tests
    for file in files:
        assert (ROOT / file).is_file(), file
    for test in tests:
        file, _, name = test.partition("::")
        assert any(getattr(node, "name", "") == name for node in tree(ROOT / file).body), test


def test_every_secret_is_in_the_table_of_keys() -> None:
    keys = TEXT.partition("## Keys")[2]
    named = [
        name
        for cell in re.findall(r"^\| (`[A-Z].*?) \|", keys, re.MULTILINE)
        for name in re.findall(r"`([A-Z_]+)`", cell)
    ]
    assert sorted(named) == sorted(config.SECRETS)


def test_sbom_lists_exactly_the_pinned_packages(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [line] = re.findall(r"\$\(BIN\)/cyclonedx-py (.+?) 2>/dev/null", makefile.replace("\\\n", " "))
    file = tmp_path / "sbom.json"
    options = [option.replace("build/sbom.json", str(file)) for option in line.split()]
    subprocess.run(
        [str(ROOT / ".venv/bin/cyclonedx-py"), *options, "--no-validate"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    written = json.loads(file.read_text(encoding="utf-8"))
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert written["bomFormat"] == "CycloneDX"
    listed = [(each["name"], each["version"]) for each in written["components"]]
    assert sorted(listed) == sorted(pinned)
    assert all(each["externalReferences"][0]["hashes"] for each in written["components"])
