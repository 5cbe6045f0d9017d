"""Case participations are created only in a few known modules.

Access to a case needs a passing-on of information or the designation of a coordinator.
"""

import ast

from tests.support.source import ROOT, python_files, tree

KNOWN = {
    "app/services/cases/passing_on.py",  # hand_over: together with its passing-on
    "app/services/cases/cases.py",  # intake: the intake worker
    "app/services/cases/outside_intakes.py",  # intake from outside: the coordinators
    "app/services/cases/coordination.py",  # coordinators of the coordinating body (法第17条第2項)
    "app/services/cases/participants.py",  # a change of level in a section the participant already reads
    "app/services/cases/offer_answers.py",  # the previous lead keeps read access
}


def test_participations_are_added_in_known_modules_only() -> None:
    found = {
        str(file.relative_to(ROOT))
        for file in python_files("app")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and (
            ast.unparse(node.func) == "participations.add"
            or ast.unparse(node.func).endswith("CaseParticipation")
        )
    }
    assert found - {"app/services/cases/participations.py"} == KNOWN
