"""The categories of the menu: by task, not by table."""

from flask_babel import lazy_gettext as _l

from app.views.common.site import Category

WORK = Category(5, "Work", _l("Today's tasks"), "check")
MEMBERS = Category(10, "Members", _l("Members"), "people")
SUPPORT = Category(15, "Support", _l("Support"), "activity")
ACTIVITIES = Category(17, "Activities", _l("Activities"), "calendar")
MEETINGS = Category(20, "Meetings", _l("Meetings"), "meeting")
COUNCIL = Category(30, "Council", _l("Regional council"), "council")
POLICY = Category(35, "Policy", _l("Municipalities and policies"), "file")
NOTICES = Category(40, "Notices", _l("Notices"), "notice")
SETTINGS = Category(50, "Settings", _l("Settings"), "settings")
