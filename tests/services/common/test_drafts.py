"""Drafts: stored for the holder of the token, and for nobody else."""

from typing import Any

from app.models.common.draft import Draft
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.common import drafts
from tests import factories


def person() -> Viewer:
    account = factories.account(Role.SECRETARIAT)
    return Viewer(account.id, "", frozenset({Role.SECRETARIAT}))


def test_draft_opens_by_its_token_and_for_its_form(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["団体"]})
    found = drafts.find(PUBLIC, "application", token)
    assert found is not None and found.values == {"name": ["団体"]}
    assert token not in (found.token_hash, str(found.values))
    assert drafts.find(PUBLIC, "paper", token) is None
    assert drafts.find(PUBLIC, "application", token[:-1]) is None


def test_draft_of_an_account_opens_for_that_account_only(session: Any) -> None:
    one, other = person(), person()
    token = drafts.save(one, "paper", "", {"name": ["団体"]})
    assert drafts.find(one, "paper", token) is not None
    assert drafts.find(other, "paper", token) is None
    assert drafts.find(PUBLIC, "paper", token) is None


def test_saving_with_another_persons_token_starts_a_new_draft(session: Any) -> None:
    one, other = person(), person()
    token = drafts.save(one, "paper", "", {"name": ["私の団体"]})
    mine = drafts.save(other, "paper", token, {"name": ["別の団体"]})
    kept = drafts.find(one, "paper", token)
    assert mine != token
    assert kept is not None and kept.values == {"name": ["私の団体"]}


def test_saving_again_keeps_the_token(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["前"]})
    assert drafts.save(PUBLIC, "application", token, {"name": ["後"]}) == token
    assert session.query(Draft).count() == 1


def test_values_too_long_or_too_many_are_not_stored(session: Any) -> None:
    typed = {"name": ["x" * (drafts.LONGEST_VALUE + 1)], "phone": ["1"]}
    typed |= {f"field{number}": [""] for number in range(1000)}
    token = drafts.save(PUBLIC, "application", "", typed)
    found = drafts.find(PUBLIC, "application", token)
    assert found is not None
    assert (found.values["name"], found.values["phone"]) == ([], ["1"])
    assert len(found.values) == drafts.MAX_VALUES


def test_fingerprint_reflects_any_change(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["団体"]})
    draft = drafts.find(PUBLIC, "application", token)
    assert draft is not None
    shown = drafts.fingerprint(draft, "2024-04-01")
    assert shown == drafts.fingerprint(draft, "2024-04-01")
    assert shown != drafts.fingerprint(draft, "2026-04-01")
    drafts.save(PUBLIC, "application", token, {"name": ["団体", ""]})
    assert shown != drafts.fingerprint(draft, "2024-04-01")


def test_discarded_draft_is_deleted(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["団体"]})
    drafts.discard(PUBLIC, "application", token)
    drafts.discard(PUBLIC, "application", token)
    assert session.query(Draft).count() == 0
