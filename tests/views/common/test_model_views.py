"""Flask-AppBuilder's lists, with their pitfalls closed."""

import re
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.common.audit import AuditEntry
from app.models.common.master import ActivityField, Municipality

LIST = "/audit/list/"


@pytest.mark.parametrize(
    "query",
    [
        "psize_AuditView=10000",
        "psize_AuditView=abc",
        "psize_AuditView=-1",
        "page_AuditView=x",
        "page_AuditView=99999999999999999999",
        "psize_AuditView=٣",
    ],
)
def test_invalid_page_or_size_is_a_bad_request(client_as: Any, query: str) -> None:
    assert client_as("secretariat").get(f"{LIST}?{query}").status_code == 400


def test_unlisted_order_column_is_ignored(client_as: Any) -> None:
    client = client_as("secretariat")
    offered = client.get(LIST).text
    other = client.get(f"{LIST}?_oc_AuditView=hash&_od_AuditView=asc")

    assert other.status_code == 200
    shown = r"/audit/show/(\d+)"
    assert re.findall(shown, offered) == re.findall(shown, other.text) != []


def test_list_page_does_not_write_to_the_session(client_as: Any, session: Any) -> None:
    """FAB would write the visited address into the session at every page."""
    client = client_as("secretariat")
    client.get(LIST)
    answer = client.get(LIST)

    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/audit/add", "/audit/edit/1", "/audit/delete/1"])
def test_governed_row_has_no_framework_form(client_as: Any, path: str) -> None:
    assert client_as("secretariat").get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/audit/download/x",
        "/audit/action/x/1",
        "/audit/action_post",
        "/municipalities/312011/delete",
    ],
)
def test_unused_framework_routes_are_closed(client_as: Any, path: str) -> None:
    assert client_as("secretariat").get(path).status_code in (404, 405)


def test_simultaneous_readers_keep_their_own_filters(app: Flask, client_as: Any) -> None:
    """FAB would keep the filters of a list on the view, shared by all threads."""
    clients = {"secretariat": client_as("secretariat"), "other": client_as("secretariat")}
    barrier, seen = Barrier(2), {}

    def read(who: str, word: str) -> None:
        barrier.wait()
        for _ in range(15):
            text = clients[who].get(f"{LIST}?_flt_2_action={word}").text
            seen.setdefault(who, set()).add("/audit/show/" in text)

    threads = [
        Thread(target=read, args=("secretariat", "membership")),
        Thread(target=read, args=("other", "nothing_like_it")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {"secretariat": {True}, "other": {False}}


def test_master_data_change_is_audited(client_as: Any, session: Any) -> None:
    answer = client_as("secretariat").submit(
        "/activity-fields/new", {"code": "music", "label": "音楽", "position": "5"}
    )

    assert answer.status_code in (302, 303)
    assert session.scalars(select(ActivityField).where(ActivityField.code == "music")).one()
    added = select(AuditEntry).where(AuditEntry.action == "activity_field.add")
    assert session.scalars(added.order_by(AuditEntry.sequence.desc())).first().actor_id


@pytest.mark.parametrize("key", [2**31, 2**63, 10**30])
@pytest.mark.parametrize(
    "path",
    ["/applications/show/{}", "/outbox/{}", "/organisations/{}", "/audit/show/{}", "/accounts/{}"],
)
def test_out_of_range_key_is_not_found(client_as: Any, path: str, key: int) -> None:
    assert client_as("secretariat").get(path.format(key)).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/roster/a%00b", 404),
        ("/regulations/%00", 404),
        ("/municipalities/%00", 404),
        ("/municipalities/?q=a%00b", 200),
        ("/audit/list/?_flt_0_actor_name=%00", 400),
        ("/audit/list/?_flt_0_refused=zz", 200),
        ("/audit/list/?_flt_0_refused=&_flt_0_action=account", 200),
    ],
)
def test_value_unfit_for_the_database_is_no_server_error(
    client_as: Any, session: Any, path: str, status: int
) -> None:
    assert client_as("secretariat").get(path).status_code == status


@pytest.mark.both_databases
def test_control_characters_are_refused_in_framework_forms(client_as: Any, session: Any) -> None:
    client = client_as("secretariat")
    fields = {"code": "999998", "name": "鳥\0取", "kana": "トットリ", "district": "東部"}
    answer = client.submit("/municipalities/new", fields)
    assert "使えない制御文字" in answer.text
    assert session.scalars(select(Municipality).where(Municipality.code == "999998")).all() == []
