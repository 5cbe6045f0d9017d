"""Letters about proposals to the prefecture (政策提言): to the author bodies and the secretariat."""

from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items, letter
from app.mail.post.personal_letter import letter as personal
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.policy.proposal import Proposal
from app.rules.common.era import era_date
from app.rules.policy.proposals import ProposalEvent


def to_author(
    body: Organisation, proposal: Proposal, event: ProposalEvent, items: Items = ()
) -> Letter:
    """Return the letter that tells an author body of what happened to its proposal."""
    return letter(
        body,
        f"proposal_{event.value}",
        f"政策提言「{proposal.name}」：{event.label}",
        (
            f"貴団体が提言者である政策提言について、お知らせします。{event.label}。",
            "詳しい内容は、会員用ページの「政策提言」で御覧ください。",
        ),
        items=_facts(proposal, items),
    )


def to_secretariat(
    proposal: Proposal, what: str, account: Account, items: Items = (), purpose: str = "waits"
) -> Letter:
    """Return the letter that tells an officer what happened to a proposal, or what it waits for."""
    return personal(
        account.get_full_name(),
        f"proposal_{purpose}",
        f"政策提言「{proposal.name}」：{what}",
        (
            f"次の政策提言について、お知らせします。{what}。",
            "「政策提言」の画面で内容を確かめ、必要な手続をしてください。",
        ),
        items=_facts(proposal, items),
    )


def overdue(proposal: Proposal, account: Account) -> Letter:
    """Return the letter saying that the prefecture's answer is overdue."""
    assert proposal.due_on is not None
    facts = (("提出先の課", proposal.section), ("回答の期限", era_date(proposal.due_on)))
    what = "県の回答の期限を過ぎました"
    return to_secretariat(proposal, what, account, facts, "answer_overdue")


def follow_up(proposal: Proposal, account: Account) -> Letter:
    """Return the letter of the yearly question what became of it (その後)."""
    assert proposal.followed_on is not None
    facts = (("提出先の課", proposal.section), ("前回の記録", era_date(proposal.followed_on)))
    return to_secretariat(proposal, "「その後」を確かめる時期です", account, facts, "follow_up")


def _facts(proposal: Proposal, items: Items) -> Items:
    return (("題名", proposal.name), ("段階", proposal.state.label), *items)
