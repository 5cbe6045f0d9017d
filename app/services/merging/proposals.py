"""Merges and their undoing, proposed by one officer and released by another (二人での決定)."""

from collections.abc import Collection
from typing import NamedTuple

from app.errors import NotFound, RuleViolation
from app.models.common.approval import Approval
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import OrganisationMerge
from app.rules.common import articles
from app.security.viewer import Role, Viewer
from app.services.common import approvals, rows
from app.services.merging import merges, undo

MERGE, UNDO = "merge.carry_out", "merge.undo"


class Pair(NamedTuple):
    """The records of a proposed merge."""

    kept_id: int
    merged_id: int


def propose(
    actor: Viewer, kept_id: int, merged_id: int, *, take: Collection[str], seen: str
) -> Approval:
    """Propose a merge exactly as chosen on the page of comparison. Raises as merges.checked.

    take, seen: as merges.carry_out. A second proposal on the two records is stale, whichever is
    to be kept.
    """
    actor.require(Role.SECRETARIAT)
    kept, merged = merges.both_locked(kept_id, merged_id)
    merges.checked(actor, kept_id, merged_id, seen=seen)
    return approvals.propose(
        actor,
        MERGE,
        subject(kept_id, merged_id),
        title=f"{merged.name}→{kept.name}",
        kept=kept_id,
        merged=merged_id,
        take=sorted(take),
        seen=seen,
    )


def propose_undo(actor: Viewer, merge_id: int) -> Approval:
    """Propose to undo a merge. Raises RuleViolation after a later change."""
    actor.require(Role.SECRETARIAT)
    row = rows.locked(OrganisationMerge, merge_id)
    why = undo.obstacle(row)
    if why:
        raise RuleViolation(articles.ROSTER, why)
    names = [rows.one(Organisation, each).name for each in (row.merged_id, row.kept_id)]
    return approvals.propose(actor, UNDO, merge_id, title="→".join(names))


def release(actor: Viewer, subject_id: str) -> OrganisationMerge:
    """Release what is proposed and carry it out.

    Raises RuleViolation for whoever proposed it, StaleState when a record has changed since.
    """
    actor.require(Role.SECRETARIAT)
    kind = kind_of(subject_id)
    if kind == UNDO:
        row = rows.one(OrganisationMerge, int(subject_id))
        merges.both_locked(row.kept_id, row.merged_id)
        approvals.release(actor, kind, subject_id)
        return undo.carry_out(actor, row.id)
    pair = pair_of(subject_id)
    merges.both_locked(*pair)
    chosen = approvals.release(actor, kind, subject_id).arguments
    return merges.carry_out(
        actor, chosen["kept"], chosen["merged"], take=chosen["take"], seen=chosen["seen"]
    )


def send_back(actor: Viewer, subject_id: str, reason: str) -> Approval:
    """Return the proposal with a reason."""
    return approvals.send_back(actor, kind_of(subject_id), subject_id, reason)


def take_back(actor: Viewer, subject_id: str) -> Approval:
    """Take the proposal back."""
    return approvals.take_back(actor, kind_of(subject_id), subject_id)


def last(kept_id: int, merged_id: int) -> Approval | None:
    """Return the last proposal to merge the two records, whichever is to be kept."""
    return approvals.last(MERGE, subject(kept_id, merged_id))


def subject(kept_id: int, merged_id: int) -> str:
    """Return the subject of a merge's proposal: the two records, the older first."""
    return "-".join(str(each) for each in sorted((kept_id, merged_id)))


def kind_of(subject_id: str) -> str:
    """Return what the subject is: two records to merge, or a merge to undo. Raises NotFound."""
    numbers = subject_id.split("-")
    if len(numbers) > 2 or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        raise NotFound
    return MERGE if len(numbers) == 2 else UNDO


def pair_of(subject_id: str) -> Pair:
    """Return the records, as proposed if they are."""
    proposal = approvals.last(MERGE, subject_id)
    if proposal is not None:
        return Pair(proposal.arguments["kept"], proposal.arguments["merged"])
    first, _dash, second = subject_id.partition("-")
    return Pair(int(first), int(second))
