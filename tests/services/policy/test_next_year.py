"""The next year's sheet, as the source has it: imported, then matched with the year before."""

from typing import Any

from app.models.policy.programme import Programme
from app.rules.policy.programmes import Stage
from app.rules.states.registers.register_import import RegisterImportState
from app.services.policy import programmes
from app.services.registers import imports
from tests.support.desk import officer
from tests.support.register_files import read, worked

SHEET = """課名,事業名,区分,事業内容,予算額（千円）,備考
福祉保健部 孤独・孤立対策課,みんなで進める「孤独・孤立対策」推進事業,拡充,続ける。,"4,100",
福祉保健部 孤独・孤立対策課,民生委員費,,支援する。,84765千円,
子ども家庭部 家庭支援課,デジタル居場所づくり事業,新,始める。,500,試行
"""


def test_sheet_of_the_next_year_is_imported_and_matched(session: Any) -> None:
    desk = officer()
    job = read(SHEET, desk, Programme)
    layout = imports.proposal(job, 0, None, None)
    assert layout.columns == ("section", "name", "flag", "content", "amount", "remark")
    filled = {"fiscal_year": "令和7年度", "stage": "当初"}
    imports.assign(desk, job.id, type(layout)(0, 1, 1, layout.columns, filled))
    job = worked(job.id)
    assert [row["fate"] for row in job.rows] == ["new"] * 3, job.rows
    imports.start(desk, job.id, skip_wrong=False)
    assert worked(job.id).state is RegisterImportState.ENTERED

    first, second, _third = found = programmes.of_year(2025)
    assert [each.amount for each in found] == [4_100, 84_765, 500]
    assert {each.stage for each in found} == {Stage.INITIAL}
    matching = programmes.matching(desk, 2025)
    assert set(matching.proposed) == {first.public_id, second.public_id}
    proposed = {new: each.id for new, each in matching.proposed.items()}
    assert programmes.match(desk, 2025, proposed) == 2
    assert programmes.sums_by_year() == [(2024, 1_121_649), (2025, 89_365)]
