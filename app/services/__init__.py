"""The verbs. Each takes the actor first, flushes and never commits; knows no Flask and no Celery."""
