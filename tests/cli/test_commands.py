"""Command-line commands for accounts, outbox and sweep."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from app.models.accounts.user import Account
from app.models.common.search_entry import SearchEntry
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.services.accounts import authentication
from tests import factories
from tests.support.search import entries


def invoke(app: Flask, *arguments: str, **options: Any) -> Any:
    return app.test_cli_runner().invoke(args=list(arguments), **options)


def test_first_account_is_created(app: Flask, client: Any, session: Any) -> None:
    session.commit()
    answer = invoke(
        app, "users", "create", "desk", "desk@example.jp", "--name", "因幡", "--role", "secretariat",
        "--password", factories.PASSWORD,
    )  # fmt: skip

    assert answer.exit_code == 0, answer.output
    account = session.scalars(select(Account).where(Account.username == "desk")).one()
    assert [role.name for role in account.roles] == ["secretariat"]


def test_taken_user_name_is_reported(app: Flask, session: Any) -> None:
    account = factories.account()
    session.commit()
    answer = invoke(
        app, "users", "create", account.username, "new@example.jp", "--name", "因幡",
        "--role", "administrator", "--password", factories.PASSWORD,
    )  # fmt: skip

    assert answer.exit_code == 1
    assert "この利用者名は、すでに使われています。" in answer.output


def test_address_that_no_mail_can_reach_is_refused(app: Flask, session: Any) -> None:
    answer = invoke(
        app, "users", "create", "inaba", "inaba", "--name", "因幡",
        "--role", "administrator", "--password", factories.PASSWORD,
    )  # fmt: skip

    assert answer.exit_code == 2
    assert "EMAIL" in answer.output
    assert authentication.find("inaba") is None


def test_outbox_status_is_shown_and_sweep_sends_letters(app: Flask, session: Any) -> None:
    factories.letter()
    session.commit()
    assert "pending    1" in invoke(app, "outbox", "status").output

    assert invoke(app, "sweep").exit_code == 0
    session.rollback()
    assert set(session.scalars(select(OutboxMessage.state))) == {OutboxState.SENT}


def test_what_the_search_finds_is_made_again_and_filled_where_it_is_empty(
    app: Flask, session: Any
) -> None:
    before = entries()
    session.commit()
    assert sum(before.values())
    for command in ("search-rebuild", "load-founding-data"):
        session.execute(delete(SearchEntry))
        session.commit()
        answer = invoke(app, command)
        assert answer.exit_code == 0, answer.output
        session.rollback()
        assert entries() == before
        session.commit()
