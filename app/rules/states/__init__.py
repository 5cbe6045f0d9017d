"""Every table of states, by the noun it governs."""

from app.rules.states.application import (
    APPLICATION,
    BATCH,
    ApplicationState,
    ApplicationVerb,
    BatchState,
    BatchVerb,
)
from app.rules.states.expulsion import (
    EXPULSION,
    OPEN_EXPULSION_STATES,
    ExpulsionState,
    ExpulsionVerb,
)
from app.rules.states.inbound import INBOUND, InboundState, InboundVerb
from app.rules.states.meeting import (
    AGENDA_ITEM,
    ANSWERABLE_STATES,
    LIVE_ITEM_STATES,
    MEETING,
    OVER_STATES,
    ItemState,
    ItemVerb,
    MeetingState,
    MeetingVerb,
    Outcome,
)
from app.rules.states.member import (
    CHANGE_NOTICE,
    CONSENT,
    WITHDRAWAL,
    ChangeNoticeState,
    ChangeNoticeVerb,
    ConsentState,
    ConsentVerb,
    WithdrawalState,
    WithdrawalVerb,
)
from app.rules.states.minutes import MINUTES, MinutesState, MinutesVerb
from app.rules.states.outbox import OUTBOX, OutboxState, OutboxVerb
from app.rules.states.roster_import import (
    ROSTER_IMPORT,
    RosterImportState,
    RosterImportVerb,
    RowFate,
)
from app.rules.states.table import State, next_state, verbs_from

__all__ = [
    "AGENDA_ITEM",
    "ANSWERABLE_STATES",
    "APPLICATION",
    "BATCH",
    "CHANGE_NOTICE",
    "CONSENT",
    "EXPULSION",
    "INBOUND",
    "LIVE_ITEM_STATES",
    "MEETING",
    "MINUTES",
    "OPEN_EXPULSION_STATES",
    "OUTBOX",
    "OVER_STATES",
    "ROSTER_IMPORT",
    "WITHDRAWAL",
    "ApplicationState",
    "ApplicationVerb",
    "BatchState",
    "BatchVerb",
    "ChangeNoticeState",
    "ChangeNoticeVerb",
    "ConsentState",
    "ConsentVerb",
    "ExpulsionState",
    "ExpulsionVerb",
    "InboundState",
    "InboundVerb",
    "ItemState",
    "ItemVerb",
    "MeetingState",
    "MeetingVerb",
    "MinutesState",
    "MinutesVerb",
    "OutboxState",
    "OutboxVerb",
    "Outcome",
    "RosterImportState",
    "RosterImportVerb",
    "RowFate",
    "State",
    "WithdrawalState",
    "WithdrawalVerb",
    "next_state",
    "verbs_from",
]
