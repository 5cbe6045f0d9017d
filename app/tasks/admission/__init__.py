"""From the application to the decision (入会).

May import common, post, membership, accounts and regulations.
"""
