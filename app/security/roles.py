"""Role → permission, in one table.

A permission is FAB's pair (view, `can_<method>`); anything not listed is refused to everyone.
Menu entries are shown to those who may open the view behind them.
"""

from collections.abc import Mapping

from app.security.viewer import Role

P = Role.PUBLIC
G = Role.GENERAL
E = Role.EXECUTIVE
C = Role.COUNCIL
S = Role.SECRETARIAT
A = Role.ADMINISTRATOR

EVERYONE = frozenset({P, G, E, C, S, A})
ACCOUNTS = EVERYONE - {P}
MEMBERS = frozenset({G, E})
STAFF = frozenset({S})
KEEPERS = frozenset({S, A})
E_AND_STAFF = frozenset({E, S})
C_AND_STAFF = frozenset({C, S})
SERVING = frozenset({C})

PERMISSIONS: Mapping[str, Mapping[str, frozenset[Role]]] = {
    "HomeView": {"can_index": EVERYONE},
    "SearchView": {"can_index": EVERYONE},
    "LocaleView": {"can_choose": EVERYONE},
    "RosterView": {"can_list": EVERYONE, "can_show": EVERYONE, "can_export": EVERYONE},
    "RegulationView": {"can_list": EVERYONE, "can_show": EVERYONE},
    "ApplyView": {"can_apply": EVERYONE},
    "AddressCheckView": {"can_confirm": EVERYONE},
    "ApplicationStatusView": {"can_status": EVERYONE},
    "PapersView": {"can_show": EVERYONE},
    "PaperApplicationView": {"can_enter": STAFF},
    "LoginView": {"can_login": EVERYONE, "can_logout": EVERYONE},
    "DirectoryView": {"can_login": EVERYONE},
    "PasswordView": {"can_reset": EVERYONE, "can_change": ACCOUNTS},
    "InvitationView": {"can_accept": EVERYONE},
    "AccountView": {"can_use": ACCOUNTS, "can_confirm_email": EVERYONE},
    "SecondFactorView": {"can_use": ACCOUNTS},
    "ReauthenticationView": {"can_ask": ACCOUNTS},
    "AccountsView": {
        "can_list": KEEPERS,
        "can_show": KEEPERS,
        "can_manage": KEEPERS,
        "can_set_roles": frozenset({A}),
    },
    "ColleaguesView": {"can_list": MEMBERS, "can_manage": MEMBERS},
    "MeetingView": {"can_list": E_AND_STAFF, "can_show": E_AND_STAFF, "can_handle": STAFF},
    "MeetingPlanView": {"can_handle": STAFF},
    "AgendaView": {"can_show": E_AND_STAFF, "can_handle": STAFF},
    "AnswerEntryView": {"can_handle": STAFF},
    "MeetingSessionView": {"can_handle": STAFF},
    "VoteDeskView": {"can_handle": STAFF},
    "MeetingTemplateView": {
        "can_list": STAFF,
        "can_show": STAFF,
        "can_add": STAFF,
        "can_edit": STAFF,
    },
    "MinorAmendmentView": {"can_amend": STAFF},
    "ApplicationView": {"can_list": STAFF, "can_show": STAFF, "can_decide": STAFF},
    "BatchView": {"can_list": STAFF, "can_show": STAFF, "can_handle": STAFF},
    "ExpulsionView": {"can_list": STAFF, "can_show": STAFF, "can_handle": STAFF},
    "HearingView": {"can_state_case": frozenset({G})},
    "MyOrganisationView": {"can_index": MEMBERS},
    "OrganisationView": {"can_list": STAFF, "can_show": STAFF, "can_correct": STAFF},
    "ImportView": {"can_list": STAFF, "can_show": STAFF, "can_upload": STAFF},
    "ExportView": {"can_write": STAFF},
    "MergeView": {"can_list": STAFF, "can_show": STAFF, "can_merge": STAFF},
    "ChangeFilingView": {"can_file": MEMBERS},
    "ChangeNoticeView": {
        "can_list": STAFF,
        "can_show": MEMBERS | STAFF,
        "can_decide": STAFF,
        "can_enter": STAFF,
    },
    "WithdrawalView": {
        "can_list": STAFF,
        "can_show": MEMBERS | STAFF,
        "can_file": MEMBERS,
        "can_enter": STAFF,
    },
    "ReleaseView": {
        "can_file": MEMBERS,
        "can_show": MEMBERS | STAFF,
        "can_enter": STAFF,
        "can_take_back": MEMBERS | STAFF,
    },
    "ConsentView": {
        "can_list": STAFF,
        "can_show": MEMBERS | STAFF,
        "can_file": MEMBERS,
        "can_enter": STAFF,
        "can_take_back": MEMBERS | STAFF,
    },
    "ContactView": {"can_list": STAFF, "can_show": STAFF},
    "ContactReplyView": {"can_reply": EVERYONE},
    "InboundView": {"can_list": STAFF, "can_show": STAFF, "can_handle": STAFF},
    "MeetingLinkView": {"can_answer": EVERYONE},
    "ProjectorView": {"can_show": STAFF},
    "MeetingRequestView": {"can_ask": frozenset({E})},
    "ResolutionView": {"can_list": EVERYONE, "can_show": EVERYONE},
    "ResolutionRecordView": {
        "can_show": frozenset({E, S}),
        "can_recalculate": STAFF,
        "can_verify": EVERYONE,
    },
    "MinutesView": {"can_show": frozenset({E, S}), "can_write": STAFF},
    "PublicMinutesView": {"can_list": EVERYONE, "can_show": EVERYONE},
    "MeetingPapersView": {"can_show": frozenset({E, S})},
    "OpenTaskView": {"can_list": STAFF, "can_handle": STAFF},
    "BallotView": {"can_vote": frozenset({E})},
    "MeetingAnswerView": {"can_answer": frozenset({E})},
    "CouncilView": {"can_show": C_AND_STAFF, "can_handle": STAFF},
    "ConstituentBodyView": {"can_list": C_AND_STAFF, "can_handle": STAFF},
    "PublicNoticeView": {"can_show": EVERYONE, "can_handle": STAFF},
    "CouncilRulesView": {"can_amend": STAFF},
    "ActivitySummaryView": {"can_list": MEMBERS | C_AND_STAFF, "can_write": C_AND_STAFF},
    "CouncilPersonView": {"can_list": STAFF, "can_handle": STAFF},
    "CouncilPledgeView": {"can_give": EVERYONE},
    "OutboxView": {"can_list": STAFF, "can_show": STAFF, "can_handle": STAFF},
    "MunicipalityView": {"can_list": STAFF, "can_show": STAFF, "can_add": STAFF, "can_edit": STAFF},
    "ActivityFieldView": {
        "can_list": STAFF,
        "can_show": STAFF,
        "can_add": STAFF,
        "can_edit": STAFF,
    },
    "CaseView": {"can_list": SERVING},
    "CaseRecordView": {"can_show": SERVING, "can_write": SERVING},
    "CaseHandlingView": {"can_handle": SERVING},
    "CaseAttachmentView": {"can_show": SERVING, "can_write": SERVING},
    "CaseAccessLogView": {"can_show": SERVING},
    "CaseDraftView": {"can_write": SERVING},
    "ConferenceView": {"can_take_part": SERVING},
    "ConferencePaperView": {"can_take_part": SERVING},
    "ParticipantView": {"can_list": SERVING, "can_manage": SERVING},
    "CaseOfferView": {"can_make": SERVING},
    "CaseRequestView": {"can_list": SERVING, "can_manage": SERVING},
    "CaseDisclosureView": {"can_handle": SERVING},
    "IssueSheetView": {"can_write": SERVING},
    "IssueCheckView": {"can_list": SERVING},
    "PlatformIssueView": {"can_list": E_AND_STAFF, "can_show": E_AND_STAFF, "can_handle": STAFF},
    "CaseRetentionView": {"can_deleted": SERVING, "can_handle": SERVING},
    "IncidentView": {"can_list": C_AND_STAFF, "can_handle": C_AND_STAFF},
    "ReceivedView": {"can_list": SERVING, "can_answer": SERVING},
    "EmergencyView": {"can_begin": SERVING, "can_list": SERVING, "can_review": SERVING},
    "AuditView": {"can_list": KEEPERS, "can_show": KEEPERS},
}
"""View → permission → the roles that hold it."""


def allows(roles: frozenset[Role], permission: str, view: str) -> bool:
    """Whether one of the roles holds the permission on the view."""
    return not roles.isdisjoint(PERMISSIONS.get(view, {}).get(permission, frozenset()))
