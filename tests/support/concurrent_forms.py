"""Forms sent by several browsers at the same moment."""

from threading import Barrier, Thread
from typing import Any, NamedTuple

from werkzeug.test import TestResponse

from app.extensions import db
from tests.support.accounts import csrf_token
from tests.support.client import PlatformClient


class FormPost(NamedTuple):
    """A client, a path and the form data."""

    client: PlatformClient
    path: str
    data: dict[str, Any]


def send_concurrently(*sendings: FormPost) -> list[TestResponse]:
    """Send all forms at once; return the responses in order. None may be a server error."""
    tokens = [csrf_token(each.client) for each in sendings]
    db.session.commit()
    begin, answers = Barrier(len(sendings)), [None] * len(sendings)

    def send(place: int, sending: FormPost, token: str) -> None:
        begin.wait()
        data = sending.data | {"csrf_token": token}
        answers[place] = sending.client.post(sending.path, data=data)  # type: ignore[call-overload]

    threads = [
        Thread(target=send, args=(place, sending, token))
        for place, (sending, token) in enumerate(zip(sendings, tokens, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [answer for answer in answers if isinstance(answer, TestResponse)]
    assert len(found) == len(sendings)
    assert max(answer.status_code for answer in found) < 500, [each.status for each in found]
    db.session.expire_all()
    return found
