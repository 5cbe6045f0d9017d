"""A case (個別ケース) and its requests, offers, conferences, issue sheets and disclosures."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class CaseState(State):
    """ケースの状態."""

    INTAKE = "intake", "受付中"
    OPEN = "open", "支援中"
    CLOSED = "closed", "終結"
    TO_DELETE = "to_delete", "削除の承認待ち"


class CaseVerb(StrEnum):
    """Actions on a case. Deletion leaves no row, and therefore no state."""

    BEGIN = "begin"
    ACCEPT = "accept"
    DECLINE = "decline"
    CLOSE = "close"
    REOPEN = "reopen"
    PROPOSE_DELETION = "propose_deletion"
    KEEP = "keep"


_C, _V = CaseState, CaseVerb
CASE: Mapping[tuple[CaseState | None, CaseVerb], CaseState] = {
    (None, _V.BEGIN): _C.INTAKE,
    (_C.INTAKE, _V.ACCEPT): _C.OPEN,
    (_C.INTAKE, _V.DECLINE): _C.CLOSED,
    (_C.OPEN, _V.CLOSE): _C.CLOSED,
    (_C.CLOSED, _V.REOPEN): _C.OPEN,
    (_C.CLOSED, _V.PROPOSE_DELETION): _C.TO_DELETE,
    (_C.TO_DELETE, _V.KEEP): _C.CLOSED,
}

LIVE_CASE_STATES = frozenset({_C.INTAKE, _C.OPEN})
"""States of an active case: entries, passing-on and conferences are possible."""


class CaseRequestState(State):
    """法第16条第3項の求めの状態."""

    DRAFT = "draft", "作成中"
    SENT = "sent", "回答待ち"
    ANSWERED = "answered", "回答済み"
    REFUSED = "refused", "応じられない旨の回答"
    WITHDRAWN = "withdrawn", "取下げ"


class CaseRequestVerb(StrEnum):
    """Actions on a request under 法第16条第3項."""

    DRAFT = "draft"
    SEND = "send"
    ANSWER = "answer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_R, _W = CaseRequestState, CaseRequestVerb
CASE_REQUEST: Mapping[tuple[CaseRequestState | None, CaseRequestVerb], CaseRequestState] = {
    (None, _W.DRAFT): _R.DRAFT,
    (_R.DRAFT, _W.DRAFT): _R.DRAFT,
    (_R.DRAFT, _W.SEND): _R.SENT,
    (_R.DRAFT, _W.WITHDRAW): _R.WITHDRAWN,
    (_R.SENT, _W.ANSWER): _R.ANSWERED,
    (_R.SENT, _W.REFUSE): _R.REFUSED,
    (_R.SENT, _W.WITHDRAW): _R.WITHDRAWN,
}


class OfferState(State):
    """参加・離脱・主担当の申し出の状態."""

    OFFERED = "offered", "回答待ち"
    ACCEPTED = "accepted", "承諾"
    REFUSED = "refused", "辞退"
    WITHDRAWN = "withdrawn", "取下げ"


class OfferVerb(StrEnum):
    """Actions on an offer to join, leave or take the lead."""

    OFFER = "offer"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_O, _X = OfferState, OfferVerb
OFFER: Mapping[tuple[OfferState | None, OfferVerb], OfferState] = {
    (None, _X.OFFER): _O.OFFERED,
    (_O.OFFERED, _X.ACCEPT): _O.ACCEPTED,
    (_O.OFFERED, _X.REFUSE): _O.REFUSED,
    (_O.OFFERED, _X.WITHDRAW): _O.WITHDRAWN,
}


class ConferenceState(State):
    """個別ケース検討会議の状態."""

    PLANNED = "planned", "予定"
    HELD = "held", "開催済み"
    CANCELLED = "cancelled", "中止"


class ConferenceVerb(StrEnum):
    """Actions on a conference."""

    PLAN = "plan"
    HOLD = "hold"
    CANCEL = "cancel"


CONFERENCE: Mapping[tuple[ConferenceState | None, ConferenceVerb], ConferenceState] = {
    (None, ConferenceVerb.PLAN): ConferenceState.PLANNED,
    (ConferenceState.PLANNED, ConferenceVerb.PLAN): ConferenceState.PLANNED,
    (ConferenceState.PLANNED, ConferenceVerb.HOLD): ConferenceState.HELD,
    (ConferenceState.PLANNED, ConferenceVerb.CANCEL): ConferenceState.CANCELLED,
}


class IssueSheetState(State):
    """課題票の状態."""

    DRAFT = "draft", "作成中"
    CHECKING = "checking", "確認待ち"
    RELEASED = "released", "公開済み"
    REJECTED = "rejected", "差戻し"


class IssueSheetVerb(StrEnum):
    """Actions on an issue sheet; submitted by one person, checked and released by another."""

    DRAFT = "draft"
    SUBMIT = "submit"
    RELEASE = "release"
    REJECT = "reject"
    APPOINT = "appoint"
    """Appointment of another checker."""


_I, _Y = IssueSheetState, IssueSheetVerb
ISSUE_SHEET: Mapping[tuple[IssueSheetState | None, IssueSheetVerb], IssueSheetState] = {
    (None, _Y.DRAFT): _I.DRAFT,
    (_I.DRAFT, _Y.DRAFT): _I.DRAFT,
    (_I.DRAFT, _Y.SUBMIT): _I.CHECKING,
    (_I.CHECKING, _Y.RELEASE): _I.RELEASED,
    (_I.CHECKING, _Y.REJECT): _I.REJECTED,
    (_I.REJECTED, _Y.DRAFT): _I.DRAFT,
    (_I.DRAFT, _Y.APPOINT): _I.DRAFT,
    (_I.CHECKING, _Y.APPOINT): _I.CHECKING,
    (_I.REJECTED, _Y.APPOINT): _I.REJECTED,
}


class DisclosureState(State):
    """開示請求の状態."""

    RECEIVED = "received", "受付"
    MASKING = "masking", "マスキング中"
    DISCLOSED = "disclosed", "開示"
    REFUSED = "refused", "不開示"


class DisclosureVerb(StrEnum):
    """Actions on an individual's request for their own data (本人開示請求)."""

    RECEIVE = "receive"
    GATHER = "gather"
    DISCLOSE = "disclose"
    REFUSE = "refuse"


_D, _Z = DisclosureState, DisclosureVerb
DISCLOSURE_REQUEST: Mapping[tuple[DisclosureState | None, DisclosureVerb], DisclosureState] = {
    (None, _Z.RECEIVE): _D.RECEIVED,
    (_D.RECEIVED, _Z.GATHER): _D.MASKING,
    (_D.MASKING, _Z.GATHER): _D.MASKING,
    (_D.MASKING, _Z.DISCLOSE): _D.DISCLOSED,
    (_D.RECEIVED, _Z.REFUSE): _D.REFUSED,
    (_D.MASKING, _Z.REFUSE): _D.REFUSED,
}
