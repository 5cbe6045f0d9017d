"""Letters on their way: outbox and delivery (送信箱).

May import common.
"""
