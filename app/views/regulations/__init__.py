"""Texts in force and their enactment (規約・要領).

May import common, post, membership and accounts.
"""
