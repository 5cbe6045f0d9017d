"""The categories of the menu: by task, not by table."""

from flask_babel import lazy_gettext as _l

from app.views.common.site import Category

MEMBERS = Category(10, "Members", _l("Members"), "people")
MEETINGS = Category(20, "Meetings", _l("Meetings"), "meeting")
COUNCIL = Category(30, "Council", _l("Regional council"), "council")
NOTICES = Category(40, "Notices", _l("Notices"), "notice")
SETTINGS = Category(50, "Settings", _l("Settings"), "settings")
