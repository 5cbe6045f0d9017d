"""The filter form of lists made by Flask-AppBuilder: tolerant, and without queries of its own."""

from typing import Any

import pytest
from sqlalchemy import event, select

from app.extensions import db
from app.models.common.master import Municipality
from tests.support.forms import read_forms

LIST = "/activity-fields/"


def test_filter_narrows_the_list_and_preserves_the_input(client_as: Any) -> None:
    page = client_as("secretariat").get(LIST + "?q=ピア&retired=").text
    assert "ピアサポート" in page
    assert "居場所づくり" not in page
    assert 'value="ピア"' in page
    assert "条件を消す" in page


def test_empty_filter_shows_everything(client_as: Any) -> None:
    client = client_as("secretariat")
    form = next(form for form in read_forms(client.get(LIST).text) if form.method == "get")
    query = dict.fromkeys(form.values, "")
    assert "q" in query
    page = client.get(LIST, query_string=query).text
    assert "ピアサポート" in page and "居場所づくり" in page
    assert "条件を消す" not in page


@pytest.mark.parametrize(
    "query", ["_flt_9_name=x", "_flt_2_nothing=x", "_flt_x_name=x", "_flt_0_name=%00", "q=%00"]
)
def test_invalid_filter_in_the_query_string_is_no_server_error(client_as: Any, query: str) -> None:
    assert client_as("secretariat").get(f"{LIST}?{query}").status_code in (200, 400)


def test_filter_without_results_shows_a_message(client_as: Any) -> None:
    page = client_as("secretariat").get(LIST + "?q=東京").text
    assert "表示するものはありません" in page


def test_new_filter_resets_the_page_and_keeps_the_order(client_as: Any) -> None:
    query = "?page_ActivityFieldView=1&psize_ActivityFieldView=5&_oc_ActivityFieldView=label&_od_ActivityFieldView=desc"
    page = client_as("secretariat").get(LIST + query).text
    form = next(form for form in read_forms(page) if form.method == "get")
    assert "page_ActivityFieldView" not in form.values
    assert form.values["_oc_ActivityFieldView"] == ["label"]


def test_filter_form_costs_no_extra_query(app: Any, client_as: Any) -> None:
    client = client_as("secretariat")
    client.get(LIST)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    client.get(LIST)
    event.remove(engine, "before_cursor_execute", note)
    selects = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(selects) <= 6, selects


def test_text_with_a_default_can_be_left_empty(client_as: Any, session: Any) -> None:
    row = {"code": "319999", "name": "新市", "kana": "シンシ", "district": ""}
    answer = client_as("secretariat").submit("/municipalities/new", row)
    assert answer.status_code in (302, 303), answer.text
    made = session.scalars(select(Municipality).where(Municipality.code == "319999")).one()
    assert (made.district, made.public_id) == ("", "319999")
