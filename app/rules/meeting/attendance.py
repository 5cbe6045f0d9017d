"""Attendance and quorum of a platform meeting (規約第11条, 第12条)."""

from collections import Counter

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.labelled import Labelled
from app.rules.meeting.roll import Choice, M, Roll


class Ground(Labelled):
    """The ground of a member's attendance; if several apply, the first in this order."""

    PRESENT = "present", "会場・オンライン"
    EMAIL = "email", "電子メール"
    PROXY = "proxy", "委任"


def proxy_verdict(roll: Roll[M], principal: M) -> Verdict:
    """Whether the principal's proxy is valid, and if not, why it is void (規約第12条第3項)."""
    fault = _proxy_fault(roll, principal)
    if fault is not None:
        return Verdict(False, articles.PROXY, fault)
    return Verdict(True, articles.PROXY, "代理人が出席しており、委任は有効です。")


def _is_there(roll: Roll[M], member: M) -> bool:
    return member in roll.present and member in roll.executives


def _proxy_fault(roll: Roll[M], principal: M) -> str | None:
    if principal not in roll.proxies:
        return "委任がありません。"
    if principal not in roll.executives:
        return "幹事団体でない団体は委任できません。"
    agent = roll.proxies[principal]
    if agent == principal:
        return "自分自身を代理人にした委任は無効です。"
    if agent not in roll.executives:
        return "代理人が幹事団体でないため、委任は無効です。"
    if _is_there(roll, principal):
        return "本人が出席しているため、委任は終わりました。"
    if not _is_there(roll, agent) and agent in roll.proxies:
        return "代理人が出席せず、さらに別の団体に委任しているため、委任は無効です。"
    if not _is_there(roll, agent):
        return "代理人がその場に出席していないため、委任は無効です。"
    return None


def grounds(roll: Roll[M]) -> dict[M, Ground]:
    """Return every attending member with its ground; PROXY: it attends by proxy only.

    Raises ValueError when the chair is not one of the executive members present.
    """
    if roll.chair is not None and not _is_there(roll, roll.chair):
        raise ValueError("議長は、その場に出席している幹事団体から選ばれていなければなりません。")
    there = roll.executives & roll.present
    found = dict.fromkeys(there, Ground.PRESENT)
    for member in roll.executives - there:
        stated = roll.statements.get(member, {}).values()
        if any(choice in (Choice.FOR, Choice.AGAINST) for choice in stated):
            found[member] = Ground.EMAIL
        elif _proxy_fault(roll, member) is None:
            found[member] = Ground.PROXY
    return found


def attending(roll: Roll[M]) -> frozenset[M]:
    """Return the executive members attending: present, by a valid proxy, or by an e-mail statement.

    Raises ValueError when the chair is not one of the executive members present.
    """
    return frozenset(grounds(roll))


def quorum(roll: Roll[M]) -> Verdict:
    """Whether two thirds of the executive members attend (規約第11条), with the calculation."""
    return quorum_of(len(roll.executives), Counter(grounds(roll).values()))


def missing(executives: int, attending: int) -> int:
    """Return how many more members have to attend for a quorum (規約第11条第1項)."""
    return max(0, (2 * executives + 2) // 3 - attending)


def quorum_of(executives: int, by_ground: Counter[Ground]) -> Verdict:
    """Return the quorum for a number of executive members and of attending ones by ground."""
    if executives == 0:
        return Verdict(False, articles.QUORUM, "幹事団体がないため、会議は成立しません。")
    count = by_ground.total()
    reached = 3 * count >= 2 * executives
    ways = "、".join(f"{ground.label}{by_ground[ground]}" for ground in Ground)
    comparison, outcome = ("≧", "成立します") if reached else ("＜", "成立しません")
    return Verdict(
        reached,
        articles.QUORUM,
        f"幹事団体{executives}団体のうち{count}団体が出席（{ways}）。"
        f"3×{count}＝{3 * count}{comparison}2×{executives}＝{2 * executives}のため、"
        f"会議は{outcome}。",
    )
