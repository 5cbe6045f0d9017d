"""Roster entries from before several versions of a day were kept, and back."""

import pytest
from flask import Flask
from sqlalchemy import text

from app import clock
from app.extensions import db
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.profile_search import details
from app.rules.membership.roster import Tier
from app.schema import downgrade, upgrade
from app.security.guard import acting_as_system
from app.services.membership import memberships
from tests import factories

BEFORE = "a4f6c2d81b37"


@pytest.mark.both_databases
def test_rows_survive_and_are_found(app: Flask) -> None:
    withheld = {"phone": {"tier": "members", "reason": "自宅のため"}}
    with app.app_context(), acting_as_system(db.session):
        one = factories.member(
            representative_name="髙橋 ハナコ", address="東町一丁目220番地", disclosure=withheld
        )
        public_id = one.public_id
        one.fax = "0857-99-9999"
        memberships.write_version(one, clock.today(), "一度目")
        one.fax = "0857-88-8888"
        memberships.write_version(one, clock.today(), "二度目")
        db.session.commit()
        db.session.remove()
        downgrade(revision=BEFORE)
        kept = db.session.execute(
            text("SELECT source FROM organisation_version WHERE profile LIKE '%8888%'")
            if db.engine.dialect.name == "sqlite"
            else text("SELECT source FROM organisation_version WHERE profile::text LIKE '%8888%'")
        ).scalars()
        assert list(kept) == ["二度目"]
        db.session.remove()
        upgrade()
        again = db.session.query(Organisation).filter_by(public_id=public_id).one()
        assert [version.source for version in again.versions] == ["テスト", "二度目"]
        for row in db.session.query(OrganisationVersion):
            assert row.public_search == details(row.profile, Tier.PUBLIC)
            assert row.members_search == details(row.profile, Tier.MEMBERS)
        for organisation in db.session.query(Organisation):
            assert organisation.details_search == details(organisation.profile())
        db.session.remove()
