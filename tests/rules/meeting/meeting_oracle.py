"""A second, independent implementation of the meeting rules, written member by member.

It shares only the data types with app.rules; thresholds are compared as fractions.
"""

from fractions import Fraction

from app.rules.meeting import Choice, Item, Roll

TWO_THIRDS = Fraction(2, 3)


def is_there(roll: Roll, member) -> bool:
    return member in roll.executives and member in roll.present


def has_agent(roll: Roll, member) -> bool:
    """Whether the member has a valid proxy, given to another executive member that is present."""
    if member not in roll.proxies or is_there(roll, member):
        return False
    agent = roll.proxies[member]
    return agent != member and is_there(roll, agent)


def wrote(roll: Roll, member) -> bool:
    words = list(roll.statements[member].values()) if member in roll.statements else []
    return Choice.FOR in words or Choice.AGAINST in words


def attends(roll: Roll, member) -> bool:
    return member in roll.executives and (
        is_there(roll, member) or has_agent(roll, member) or wrote(roll, member)
    )


def has_quorum(roll: Roll) -> bool:
    count = sum(1 for member in roll.executives if attends(roll, member))
    return bool(roll.executives) and Fraction(count, len(roll.executives)) >= TWO_THIRDS


def may_vote(roll: Roll, item: Item, member) -> bool:
    if not attends(roll, member):
        return False
    if member == roll.chair or member in item.excluded:
        return False
    if is_there(roll, member) or wrote(roll, member):
        return True
    return item.notified and roll.proxies[member] != roll.chair


def expression(roll: Roll, item: Item, member, votes, proxy_votes) -> Choice | None:
    """Return the member's own vote, else its e-mail, else the proxy's vote; None if silent."""
    if member in votes:
        return votes[member]
    by_mail = roll.statements.get(member, {}).get(item.key)
    if by_mail in (Choice.FOR, Choice.AGAINST):
        return by_mail
    if not has_agent(roll, member) or not item.notified:
        return None
    if roll.chair is not None and roll.proxies[member] == roll.chair:
        return None
    return proxy_votes.get(member)


def count(roll: Roll, item: Item, votes, proxy_votes) -> tuple[int, int, int, int, int, bool]:
    """Return the counts entitled, for, against, abstained and silent, and whether it passed."""
    voters = [member for member in roll.executives if may_vote(roll, item, member)]
    heard = [expression(roll, item, member, votes, proxy_votes) for member in voters]
    in_favour = heard.count(Choice.FOR)
    passed = has_quorum(roll) and len(voters) > 0 and Fraction(in_favour, len(voters)) >= TWO_THIRDS
    return (
        len(voters),
        in_favour,
        heard.count(Choice.AGAINST),
        heard.count(Choice.ABSTAIN),
        heard.count(None),
        passed,
    )
