"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.services.post import posting

DUE = (posting.drop_outdated,)
