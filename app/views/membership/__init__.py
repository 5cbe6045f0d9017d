"""Who is a member, the last-contact date and the profile in words (会員).

May import common and post.
"""
