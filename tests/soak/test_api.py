"""The open interface under generated requests, for long, with a key and without."""

import pytest
from flask import Flask

from app.extensions import db
from app.security.guard import acting_as_system
from tests.support import api, schemathesis_runs


@pytest.mark.parametrize("keyed", [False, True], ids=["public", "key"])
@pytest.mark.timeout(3600)
def test_no_input_breaks_the_interface(app: Flask, keyed: bool) -> None:
    with app.app_context(), acting_as_system(db.session):
        headers = api.bearer(api.key(api.person())[1]) if keyed else {}
        db.session.commit()
    assert schemathesis_runs.run(app, examples=500, headers=headers) > 2000
