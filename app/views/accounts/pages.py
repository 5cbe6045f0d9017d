"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import ACCOUNTS, ADMINISTRATORS, EVERYONE, KEEPERS, MEMBERS
from app.views.accounts.account import AccountView
from app.views.accounts.colleagues import ColleaguesView
from app.views.accounts.directory import DirectoryView
from app.views.accounts.invitation import InvitationView
from app.views.accounts.login import LoginView
from app.views.accounts.passwords import PasswordView
from app.views.accounts.reauthentication import ReauthenticationView
from app.views.accounts.second_factor import SecondFactorView
from app.views.accounts.users import AccountsView
from app.views.common import menu
from app.views.common.site import Entry, Page

PAGES = (
    Page(LoginView, {"login": EVERYONE, "logout": EVERYONE}),
    Page(DirectoryView, {"login": EVERYONE}),
    Page(PasswordView, {"reset": EVERYONE, "change": ACCOUNTS}),
    Page(InvitationView, {"accept": EVERYONE}),
    Page(AccountView, {"use": ACCOUNTS, "confirm_email": EVERYONE}),
    Page(SecondFactorView, {"use": ACCOUNTS}),
    Page(ReauthenticationView, {"ask": ACCOUNTS}),
    Page(
        AccountsView,
        {"list": KEEPERS, "show": KEEPERS, "manage": KEEPERS, "set_roles": ADMINISTRATORS},
        menu=Entry(menu.SETTINGS, 40, _l("User accounts")),
    ),
    Page(
        ColleaguesView,
        {"list": MEMBERS, "manage": MEMBERS},
        menu=Entry(menu.SETTINGS, 50, _l("Accounts of our organisation")),
    ),
)
