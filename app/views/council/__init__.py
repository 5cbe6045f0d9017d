"""The regional council: bodies, persons, pledges, public notice (地域協議会).

May import every wing from common to meeting.
"""
