"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "account.create": _l("Account created"),
    "account.change": _l("Account changed"),
    "account.change_profile": _l("Own account changed"),
    "account.disable": _l("Account disabled"),
    "account.enable": _l("Account enabled"),
    "account.hand_over": _l("Account handed over to successor"),
    "account.set_password": _l("Password set"),
    "account.set_roles": _l("Roles changed"),
    "account.reset_second_factor": _l("Two-factor authentication reset"),
    "account.log_in": _l("Login"),
    "account.log_out": _l("Logout"),
    "directory.log_in": _l("Logged in with directory account"),
    "directory.link": _l("Linked to directory account"),
    "email.ask": _l("E-mail address change requested"),
    "email.confirm": _l("E-mail address change confirmed"),
    "invitation.accept": _l("Invitation accepted"),
    "invitation.end": _l("Invitation ended with the membership"),
    "invitation.send_again": _l("Invitation sent again"),
    "password.forget": _l("Password reset requested"),
    "second_factor.check": _l("Two-factor code requested"),
    "second_factor.mail_code": _l("Confirmation code mailed"),
    "second_factor.recovery_code": _l("Recovery code used"),
    "second_factor.renew_codes": _l("Recovery codes renewed"),
    "second_factor.turn_on": _l("Two-factor authentication turned on"),
    "second_factor.turn_off": _l("Two-factor authentication turned off"),
    "session.end": _l("Device logged out"),
    "session.end_all": _l("All devices logged out"),
}
SUBJECTS = {
    "account": _l("User account"),
}
REASONS = {
    "name or password not right": _l("Incorrect login name or password"),
    "wrong code": _l("Incorrect code"),
    "taken": _l("E-mail address already in use"),
    "no such account": _l("No matching accounts"),
    "no such account, or not by password": _l("No such account, or no password set"),
}
