"""Home pages, search, statistics, reminders, retention, backup: reads every wing.

May import every wing from common to merging.
"""
