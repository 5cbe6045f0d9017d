"""Log-in, second factor, invitations and sessions (利用者).

May import common, post and membership.
"""
