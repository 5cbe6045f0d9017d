"""News, weekly digest, feeds, webhooks (お知らせ).

May import every wing from common to events.
"""
