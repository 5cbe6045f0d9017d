"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import E_AND_STAFF, EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.policy.advisory import AdvisoryMemberView, AdvisoryOpinionView, AdvisorySessionView
from app.views.policy.messages import MemberMessageView
from app.views.policy.municipalities import MunicipalityView
from app.views.policy.papers import PaperView
from app.views.policy.plan import PlanActivityView
from app.views.policy.programmes import ProgrammeView, ProgrammeYearView
from app.views.policy.proposals import ProposalView
from app.views.policy.state_requests import StateRequestView
from app.views.policy.support_offers import SupportOfferView
from app.views.registers.access import access

PAGES = (
    Page(MemberMessageView, {"write": MEMBERS}),
    Page(MunicipalityView, access(EVERYONE), menu=Entry(menu.POLICY, 4, _l("Municipalities"))),
    Page(
        SupportOfferView,
        {**access(EVERYONE, MEMBERS | STAFF), "answer": MEMBERS | STAFF},
        menu=Entry(menu.POLICY, 6, _l("Part in comprehensive support")),
    ),
    Page(
        ProgrammeYearView, access(EVERYONE), menu=Entry(menu.POLICY, 10, _l("Programmes by year"))
    ),
    Page(ProgrammeView, access(EVERYONE), menu=Entry(menu.POLICY, 20, _l("Programmes"))),
    Page(
        AdvisorySessionView,
        access(EVERYONE),
        menu=Entry(menu.POLICY, 30, _l("Sessions of the advisory council")),
    ),
    Page(
        AdvisoryOpinionView,
        access(EVERYONE),
        menu=Entry(menu.POLICY, 40, _l("Opinions of the advisory council")),
    ),
    Page(
        AdvisoryMemberView,
        access(EVERYONE),
        menu=Entry(menu.POLICY, 50, _l("Members of the advisory council")),
    ),
    Page(
        ProposalView,
        {**access(EVERYONE, E_AND_STAFF), "leave": MEMBERS | STAFF},
        menu=Entry(menu.POLICY, 55, _l("Proposals to the prefecture")),
    ),
    Page(
        PlanActivityView,
        access(EVERYONE, E_AND_STAFF),
        menu=Entry(menu.POLICY, 57, _l("Plan and verification")),
    ),
    Page(
        StateRequestView,
        access(STAFF),
        menu=Entry(menu.POLICY, 60, _l("Requests of the state's headquarters")),
    ),
    Page(PaperView, access(EVERYONE), menu=Entry(menu.POLICY, 70, _l("Library"))),
)
