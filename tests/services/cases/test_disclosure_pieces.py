"""Everything held in a case is gathered for its person unless an exemption is declared."""

import hashlib
import json
from typing import Any

import pytest

from app.models.cases.case import SupportCase
from app.models.common.scope import CaseScoped
from app.security import vault
from app.security.case_visibility import case_classes
from app.services.cases import disclosure_pieces, participations
from app.services.cases.disclosure_pieces import NOT_GATHERED
from tests.support import full_case
from tests.support.accounts import RoleClients
from tests.support.canaries import CANARY
from tests.support.cases import see_as, viewer_of

pytestmark = pytest.mark.both_databases
unseal_bytes = vault.unseal_bytes


def sealed_columns() -> set[str]:
    return {
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        if entity is SupportCase or issubclass(entity, CaseScoped)
        for column in entity.__table__.columns
        if column.info.get("confidential")
    }


class Marked(dict[str, set[str]]):
    """Opens columns with a distinct word in place of each text that holds the canary.

    Column → its words, so that text gathered from another column cannot be mistaken for it.
    """

    def open(self, row: Any, column: str) -> bytes | None:
        plain = unseal_bytes(row, column)
        if plain is None:
            return None
        self.words = self.setdefault(f"{row.__tablename__}.{column}", set())
        self.place = f"{row.id}{column}"
        return json.dumps(self._marked(json.loads(plain)), ensure_ascii=False).encode()

    def _marked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._marked(each) for each in value]
        if isinstance(value, dict):
            return {key: self._marked(each) for key, each in value.items()}
        if not (isinstance(value, str) and CANARY in value):
            return value
        word = hashlib.sha256(f"{self.place}{value}".encode()).hexdigest()
        self.words.add(word)
        return word


def test_every_sealed_column_is_gathered_or_declared_exempt(
    session: Any, client_as: RoleClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = full_case.full(client_as("council"))
    case_id, reader = case.id, viewer_of(participations.managers(case.id)[0])
    see_as(reader)
    opened = Marked()
    monkeypatch.setattr(vault, "unseal_bytes", opened.open)
    pieces = disclosure_pieces.gather(case_id)

    assert set(NOT_GATHERED) <= sealed_columns() and all(NOT_GATHERED.values())
    assert set(opened) == sealed_columns() - set(NOT_GATHERED)
    everything = "\n".join(piece.original for piece in pieces)
    for column, words in opened.items():
        assert words, f"{column} holds no canary"
        assert all(word in everything for word in words), column


def test_every_piece_has_a_title_and_a_unique_key(session: Any, client_as: RoleClients) -> None:
    case = full_case.full(client_as("council"))
    pieces = disclosure_pieces.gather(case.id)
    keys = [piece.key for piece in pieces]
    assert len(keys) == len(set(keys))
    for title in ("協力の求め", "申し出", "緊急閲覧", "月次点検", "課題票", "ケースに参加した人"):
        assert any(title in piece.title for piece in pieces), title
