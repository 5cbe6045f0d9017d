"""The platform meeting (規約第10条–第12条): the names used by the rest of the application.

Attendance and quorum are in attendance.py, entitlement and count in voting.py, resolutions by
written assent in deemed.py, their input types in roll.py. May import every wing from common to roster.
"""

from app.rules.meeting.attendance import Ground, attending, grounds, proxy_verdict, quorum
from app.rules.meeting.deemed import Deemed, deemed_resolution, written_resolution
from app.rules.meeting.roll import Choice, Item, Roll
from app.rules.meeting.voting import Tally, entitled, entitlement, tally

__all__ = [
    "Choice",
    "Deemed",
    "Ground",
    "Item",
    "Roll",
    "Tally",
    "attending",
    "deemed_resolution",
    "entitled",
    "entitlement",
    "grounds",
    "proxy_verdict",
    "quorum",
    "tally",
    "written_resolution",
]
