"""Nobody is let into a case but by a passing-on or a naming to coordinate: the places that write a participation are few and known."""

import ast

from tests.support.source import ROOT, python_files, tree

KNOWN = {
    "app/services/passing_on.py",  # hand_over: with the passing-on that it rests on
    "app/services/cases.py",  # the intake: who takes it in
    "app/services/coordination.py",  # the coordinating body's named persons (法第17条第2項)
    "app/services/participants.py",  # another level in a section that is read already
    "app/services/offer_answers.py",  # who led before reads on
}


def test_participations_are_added_where_it_is_known_why() -> None:
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
    assert found - {"app/services/participations.py"} == KNOWN
