"""Workshops, forums, dialogues and subcommittees: from the proposal to the report (行事).

May import every wing from common to policy.
"""
