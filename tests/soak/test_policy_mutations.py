"""Mutation test of the visibility policy: the suite must fail for each mutant.

    make soak ARGS="tests/soak/test_policy_mutations.py -s"

Prints the number of mutants killed and names the survivors; equivalent mutants are listed in
EQUAL with a reason.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.mutations import mutants
from tests.support.source import ROOT

MODULES = ("visibility", "case_visibility", "guard", "statement_scope")
JUDGES = (
    "tests/security/test_statement_scope.py",
    "tests/security/test_guard.py",
    "tests/security/test_case_guard.py",
    "tests/security/test_case_policy.py",
)
EQUAL: Mapping[str, str] = {
    "no 'state.session.info[OPTIONS]": "the criteria of a viewer are cached to save time only",
    "no 'if source is None or id(source)": "a source visited twice names the same tables",
    "no 'seen.add(id(source))'": "likewise",
    "operand 'source is None'": "a source that is None has no tables",
    "operand 'id(source) in seen'": "as for a source visited twice",
    "line 39: no 'continue'": "likewise",
    "operand 'viewer.account_id is None'": "the database has an account for every term and every draft",
}
"""Part of a mutant's description → reason why it is equivalent to the original."""


@pytest.mark.timeout(0)
@pytest.mark.parametrize("module", MODULES)
def test_every_policy_mutant_fails_the_suite(module: str, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    kept = shutil.ignore_patterns(".git", ".venv", "instance", "__pycache__", ".pytest_cache")
    shutil.copytree(ROOT, folder, ignore=kept)
    target = folder / f"app/security/{module}.py"
    found = list(mutants(target.read_text(encoding="utf-8")))
    survived = []
    for mutant in found:
        target.write_text(mutant.text, encoding="utf-8")
        if is_content(folder) and not any(known in mutant.what for known in EQUAL):
            survived.append(mutant.what)
    print(*survived, sep="\n")
    print(f"{module}: {len(found) - len(survived)} of {len(found)} mutants found out")
    assert survived == []


def is_content(folder: Path) -> bool:
    """Whether the selected tests pass in this copy of the program."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        ended = subprocess.run(
            [*command, "-k", "not postgresql", *JUDGES],
            cwd=folder,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
            timeout=600,
        )
    except subprocess.TimeoutExpired:
        return False  # a mutant that does not terminate is killed too
    return ended.returncode == 0
