"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.merging import proposals
from app.views.common.approval_register import Kind

KINDS = {
    proposals.MERGE: Kind(_l("Merge of two records"), "MergeProposalView.show"),
    proposals.UNDO: Kind(_l("Undoing of a merge"), "MergeProposalView.show"),
}
