"""The paper by which a proposal is handed to the prefecture (提言書)."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import letter
from app.documents.common.letter import Letter
from app.models.policy.proposal import Proposal
from app.rules.common.era import era_date

SENDER = "とっとり孤独・孤立対策官民連携プラットフォーム"


def pdf(proposal: Proposal, authors: Sequence[str], today: date) -> bytes:
    """Return the paper of a decided proposal; a draft of it before it is handed over.

    authors: names of the bodies. Raises TypesettingFailed.
    """
    assert proposal.decided_on is not None
    paper = Letter(
        purpose="proposal",
        issued_on=proposal.handed_on or today,
        addressee_organisation=f"鳥取県{proposal.section.removeprefix('鳥取県')}",
        addressee_person="",
        subject=f"{proposal.name.removesuffix('について')}について（提言）",
        paragraphs=(
            f"{era_date(proposal.decided_on)}のプラットフォーム会議の議決により、下記のとおり提言します。",
            "文書による回答をお願いします。",
        ),
        items=(
            ("提言の内容", proposal.proposed),
            ("提言の理由", proposal.reason),
            ("提言団体", "、".join(authors)),
        ),
        formal=True,
        number=proposal.number,
        sender=(SENDER,),
    )
    return letter.pdf(paper)
