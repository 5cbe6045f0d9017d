"""What is done from the command line."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.models.outbox import OutboxMessage
from app.models.user import Account
from app.rules.states import OutboxState
from tests import factories


def invoke(app: Flask, *arguments: str, **options: Any) -> Any:
    return app.test_cli_runner().invoke(args=list(arguments), **options)


def test_the_first_account_can_log_in(app: Flask, client: Any, session: Any) -> None:
    session.commit()
    answer = invoke(
        app, "users", "create", "desk", "desk@example.jp", "--name", "因幡", "--role", "secretariat",
        "--password", factories.PASSWORD,
    )  # fmt: skip

    assert answer.exit_code == 0, answer.output
    account = session.scalars(select(Account).where(Account.username == "desk")).one()
    assert [role.name for role in account.roles] == ["secretariat"]


def test_a_taken_name_is_told(app: Flask, session: Any) -> None:
    account = factories.account()
    session.commit()
    answer = invoke(
        app, "users", "create", account.username, "new@example.jp", "--name", "因幡",
        "--role", "administrator", "--password", factories.PASSWORD,
    )  # fmt: skip

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_the_outbox_tells_its_state_and_is_swept(app: Flask, session: Any) -> None:
    factories.letter()
    session.commit()
    assert "pending    1" in invoke(app, "outbox", "status").output

    assert invoke(app, "sweep").exit_code == 0
    session.rollback()
    assert set(session.scalars(select(OutboxMessage.state))) == {OutboxState.SENT}
