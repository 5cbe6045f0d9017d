"""The service layer: one function per operation.

Each function takes the actor first, flushes and never commits, and does not depend on Flask or
Celery.
"""
