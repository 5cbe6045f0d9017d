"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "grant.begin": _l("Application for a grant begun"),
    "grant.write": _l("Paper of a grant written"),
    "grant.attach": _l("File added to a grant"),
    "grant.ask": _l("Confirmation asked of a colleague"),
    "grant.rework": _l("Application given back to be changed"),
    "grant.submit": _l("Application confirmed and submitted"),
    "grant.enter": _l("Application on paper entered for its body"),
    "grant.take_back": _l("Application for a grant taken back"),
    "grant.return": _l("Paper of a grant sent back to be corrected"),
    "grant.offer": _l("Grant: told of the choice (内示)"),
    "grant.reject": _l("Application for a grant not accepted"),
    "grant.request": _l("Formal application submitted"),
    "grant.decide": _l("Grant decided"),
    "grant.withdraw": _l("Grant withdrawn"),
    "grant.ask_change": _l("Change of a grant asked for"),
    "grant.minor_change": _l("Small change of a grant"),
    "grant.change": _l("Change of a grant approved"),
    "grant.refuse_change": _l("Change of a grant refused"),
    "grant.suspend": _l("Suspension approved"),
    "grant.resume": _l("Project resumed"),
    "grant.abolish": _l("Early end approved"),
    "grant.report": _l("Report submitted"),
    "grant.inspect": _l("Report inspected"),
    "grant.settle": _l("Amount settled"),
    "grant.claim": _l("Payment claimed"),
    "grant.close": _l("Grant closed: nothing is left to be paid"),
    "grant.pay": _l("Grant paid"),
    "grant.payment_list": _l("List for the accounts office made"),
    "grant.revoke": _l("Grant revoked"),
    "grant.demand": _l("Repayment asked for"),
    "grant.repay": _l("Repayment received"),
    "grant.remind": _l("Body reminded of a deadline"),
}
SUBJECTS = {"grant": _l("Grant"), "grant_payment": _l("Payments of grants")}
