"""Pages of a year's programmes: sum, comparison, matching, report, package."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from app.extensions import db
from app.models.policy.programme import Programme
from app.rules.policy.programmes import Flag, Stage
from app.security.viewer import SYSTEM
from app.services.policy import programmes
from app.services.registers import entries
from tests.documents.papers import text_of
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.queries import counted

YEAR = "/programme-years/2024"
MOST_QUERIES = 6


def following(*names: str) -> list[Programme]:
    """Enter the list of 2025 with these programmes."""
    entries.add(SYSTEM, programmes.ProgrammeYear, {"fiscal_year": 2025, "title": "令和7年度予算"})
    shared = {"fiscal_year": 2025, "section": "課", "amount": 80_000, "stage": Stage.INITIAL}
    return [entries.add(SYSTEM, Programme, {**shared, "name": name}) for name in names]


def test_page_of_a_year_shows_sum_check_and_plot(session: Any, client: PlatformClient) -> None:
    text = client.get(YEAR).text
    assert "1,121,649千円" in text
    assert "資料と一致しています" in text
    assert "349,814千円" in text and "<svg" in text
    assert "合計額は、資料の各行の予算額を足したものです。" in text
    assert "/matching" not in text


def test_page_says_how_much_the_entries_differ(session: Any, client: PlatformClient) -> None:
    gone = programmes.of_year(2024)[0]
    entries.retire(SYSTEM, Programme, gone.public_id, "誤り")
    text = client.get(YEAR).text
    assert "資料と一致していません" in text
    assert "事業数が−1、合計額が−100,000千円" in text


def test_year_without_the_sources_sum_asks_for_it(session: Any, client: PlatformClient) -> None:
    following("民生委員費")
    assert "資料と照合していません" in client.get("/programme-years/2025").text


def test_programme_that_breaks_off_says_so(session: Any, client: PlatformClient) -> None:
    cut = next(each for each in programmes.of_year(2024) if each.is_cut_off)
    text = client.get(f"/programmes/{cut.public_id}").text
    assert "資料の文章が途切れています" in text
    whole = programmes.of_year(2024)[0]
    assert "途切れています" not in client.get(f"/programmes/{whole.public_id}").text


def test_list_is_in_the_order_of_the_source_the_latest_year_first(
    session: Any, client: PlatformClient
) -> None:
    following("民生委員費")
    text = client.get("/programmes/").text
    names = ["民生委員費", *(each.name for each in programmes.of_year(2024))]
    places = [text.index(f">{name}</a>") for name in names[:5]]
    assert places == sorted(places)
    narrowed = client.get("/programmes/?_flt_0_fiscal_year=2025").text
    assert "令和7年度</td>" in narrowed and "令和6年度</td>" not in narrowed
    assert "ひきこもり支援推進事業" in client.get("/programmes/?q=ひきこもり").text


def test_desk_matches_the_next_year_in_one_save(session: Any, client_as: RoleClients) -> None:
    same, renamed, new = following(
        "民生委員費", "みんなで進める「孤独・孤立対策」推進事業", "デジタル居場所づくり事業"
    )
    desk, page = client_as("secretariat"), "/programme-years/2025/matching"
    text = desk.get(page).text
    assert text.count(" checked>") == 2
    assert "100%" in text

    answer = desk.submit(page, {"programme": [same.public_id, renamed.public_id]})
    assert answer.status_code == 303
    compared = desk.get("/programme-years/2025/comparison").text
    assert "前年度の名称：みんなで進める「孤独・孤立対策」事業" in compared
    assert "−4,765千円" in compared
    db.session.expire_all()
    assert new.predecessor is None
    history = desk.get(f"/programmes/{same.public_id}/history").text
    assert "前年度の事業" in history and "民生委員費" in history
    assert "令和6年度 民生委員費" in desk.get(f"/programmes/{same.public_id}").text


def test_two_with_one_predecessor_are_refused_with_the_choice_kept(
    session: Any, client_as: RoleClients
) -> None:
    one, other = following("民生委員費", "民生委員活動費")
    old = next(each for each in programmes.of_year(2024) if each.name == "民生委員費")
    data = {"programme": [one.public_id, other.public_id]}
    data |= {f"predecessor-{each.public_id}": old.public_id for each in (one, other)}
    answer = client_as("secretariat").submit("/programme-years/2025/matching", data)
    assert answer.status_code == 409
    assert "二つ以上の事業に対応させることはできません" in answer.text
    assert answer.text.count(f'<option value="{old.public_id}" selected>') == 2


def test_unknown_programmes_are_answered_like_none(session: Any, client_as: RoleClients) -> None:
    following("民生委員費")
    sent = {"programme": "x", "predecessor-x": "y"}
    answer = press(client_as("secretariat"), "/programme-years/2025/matching", **sent)
    assert answer.status_code == 404


def test_flag_history_is_shown(session: Any, client: PlatformClient) -> None:
    (new,) = following("産後ケア無償化事業")
    old = next(each for each in programmes.of_year(2024) if each.name == new.name)
    entries.change(SYSTEM, Programme, new.public_id, {"flag": Flag.EXTENDED})
    programmes.match(SYSTEM, 2025, {new.public_id: old.public_id})
    assert "新 → 拡充" in client.get("/programme-years/2025/comparison").text


def test_result_is_put_before_the_council(session: Any, client: PlatformClient) -> None:
    first = programmes.of_year(2024)[0]
    result = {"spent": 98_765, "result": "12地域で実施した。", "review": "対象を広げる。"}
    entries.change(SYSTEM, Programme, first.public_id, result)
    page, paper = client.get(f"{YEAR}/report").text, text_of(client.get(f"{YEAR}/report.pdf").data)
    for words in ("98,765", "12地域で実施した。", "対象を広げる。"):
        assert words in page and words in paper


def test_package_is_a_download(session: Any, client: PlatformClient) -> None:
    answer = client.get(f"{YEAR}/package.zip")
    assert answer.mimetype == "application/zip"
    names = ZipFile(BytesIO(answer.data)).namelist()
    assert names == ["datapackage.json", "programmes-2024.csv"]


@pytest.mark.parametrize(
    "path", [YEAR, f"{YEAR}/comparison", f"{YEAR}/report", "/advisory-opinions/became"]
)
def test_page_takes_few_queries(app: Flask, client: PlatformClient, path: str) -> None:
    client.get(path)
    with counted(app) as statements:
        assert client.get(path).status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_matching_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    following(*(f"事業{number}" for number in range(30)))
    desk = client_as("secretariat")
    desk.get("/programme-years/2025/matching")
    with counted(app) as statements:
        assert desk.get("/programme-years/2025/matching").status_code == 200
    assert len(statements) <= MOST_QUERIES, statements
