"""Grants (補助金) from the call to the payment.

May import every wing from common to exchange.
"""
