"""Platform meetings: plan, notice, session, outcome (プラットフォーム会議).

May import every wing from common to roster.
"""
