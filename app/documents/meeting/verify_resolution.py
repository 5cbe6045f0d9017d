"""Recount sealed records of resolutions, with nothing but their JSON files and Python.

    python3 verify_resolution.py FILE.json [FILE.json ...]

It shares no code with the software that made the records. It checks the form and the hash of
each file (a downloaded file has the hash in its name), the chain if several are given, and
recounts each resolution according to the by-laws (規約第11条, 第12条). Exit code 1, with a
sentence for each discrepancy.
"""

import hashlib
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

FIRST_FORMAT = (
    "kodoku-platform/resolution/1"  # in which a statement counted even before the papers were sent
)
SECOND_FORMAT = "kodoku-platform/resolution/2"  # in which a written resolution had no last moment
FORMATS = (FIRST_FORMAT, SECOND_FORMAT, "kodoku-platform/resolution/3")
BY_EMAIL = (
    "email",
    "link",
    "login",
)  # channels whose statements count as attendance (規約第12条第4項)
COUNTED = (("in_favour", "for"), ("against", "against"), ("abstained", "abstain"), ("silent", None))
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)
Record = dict[str, Any]


def main(names: list[str]) -> int:
    """Check the files; return the exit code."""
    faults: list[str] = []
    read: list[tuple[Record, str]] = []
    for name in names:
        try:
            content = Path(name).read_bytes()
            record, digest = json.loads(content), hashlib.sha256(content).hexdigest()
            print(f"{name}: 通し番号{record['sequence']} SHA-256 {digest}")
            faults += [f"{name}: {fault}" for fault in alone(record, digest, content, name)]
            read.append((record, digest))
        except UNREADABLE as error:
            faults.append(
                f"{name}: 議決の記録として読めません（{type(error).__name__}: {error}）。"
            )
    faults += chain(sorted(read, key=lambda each: each[0]["sequence"]))
    for fault in faults:
        print(fault)
    if not names:
        print(__doc__)
        return 2
    print(
        f"一致しない点が{len(faults)}件あります。"
        if faults
        else f"{len(read)}件の記録は、数え直した結果と一致しました。書き換えは見つかりません。"
    )
    return 1 if faults else 0


def alone(record: Record, digest: str, content: bytes, name: str) -> list[str]:
    """Return the faults of one record, regardless of its neighbours."""
    wrong = []
    form = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if content != form.encode():
        wrong.append("正規の形のJSONではありません。書き換えられています。")
    named = re.search("[0-9a-f]{64}", Path(name).name)
    if named and named[0] != digest:
        wrong.append("ハッシュがファイル名のものと違います。書き換えられています。")
    if record["format"] not in FORMATS:
        return [*wrong, f"形式が違います（{record['format']}）。"]
    if (record["sequence"] == 1) != (record["previous_hash"] == "0" * 64):
        wrong.append("前の記録のハッシュが、通し番号と合いません。")
    found = of_writing(record) if record["meeting"]["form"] == "written" else of_meeting(record)
    found["words"] = sorted(record["words"], key=lambda word: str(word["arrived_at"]))
    wrong += [
        f"「{field}」は {record[field]!r} とありますが、数え直すと {value!r} です。"
        for field, value in found.items()
        if record[field] != value
    ]
    if expected_sum(record) not in record["reason"]:
        wrong.append(f"「reason」に「{expected_sum(record)}」がありません。")
    return wrong


def chain(records: list[tuple[Record, str]]) -> list[str]:
    """Return the faults between consecutive records."""
    wrong = []
    for (before, digest), (after, _digest) in pairwise(records):
        if after["sequence"] != before["sequence"] + 1:
            wrong.append(f"通し番号{before['sequence']}のすぐ後の記録がありません。")
        elif after["previous_hash"] != digest:
            wrong.append(f"通し番号{after['sequence']}は、渡された一つ前の記録に続いていません。")
    return wrong


def of_meeting(record: Record) -> Record:
    """Return the derived fields of an item of a meeting."""
    members, grounds = record["members"], grounds_of(record)
    votes = [vote_of(record, one) for one, why in grounds.items() if may_vote(record, one, why)]
    assents = assents_of(record)
    deemed = deemed_by(members, assents)
    has_quorum = len(members) > 0 and 3 * len(grounds) >= 2 * len(members)  # 規約第11条第1項
    outcome, article, effective_on = "rejected", "規約第12条第1項", None
    if has_quorum and votes and 3 * votes.count("for") >= 2 * len(votes):
        outcome, effective_on = "passed", record["closed_at"][:10]
    elif deemed["passed"]:
        outcome, article, effective_on = "deemed", "規約第12条第5項", deemed["effective_on"]
    elif not has_quorum:
        outcome, article = "no_quorum", "規約第11条第1項"
    return {
        "grounds": grounds,
        "proxies": {
            one: {**proxy, "holds": holds(record, one)} for one, proxy in record["proxies"].items()
        },
        "present": sorted({*record["there"], *own_votes(record)}, key=int),
        "attending_by_email": sorted({*record["attending_by_email"], *record["emails"]}, key=int),
        "statements": last_statements(record, by_email=False),
        "emails": last_statements(record, by_email=True),
        "assents": assents,
        "counts": {"entitled": len(votes)} | {name: votes.count(one) for name, one in COUNTED},
        "deemed": deemed,
        "outcome": outcome,
        "article": article,
        "effective_on": effective_on,
    }


def grounds_of(record: Record) -> dict[str, str]:
    """Return why each attending executive member attends (規約第11条, 第12条第3項・第4項)."""
    members, chair = record["members"], record["chair"]
    if chair is not None and not (chair in members and chair in record["present"]):
        raise ValueError("議長が出席していません")
    found = {}
    for member in members:
        if member in record["present"]:
            found[member] = "present"
        elif member in record["attending_by_email"]:
            found[member] = "email"
        elif holds(record, member):
            found[member] = "proxy"
    return found


def holds(record: Record, principal: str) -> bool:
    """Whether the member has a proxy whose agent is an executive member and still present."""
    members, proxy = record["members"], record["proxies"].get(principal)
    if proxy is None or principal not in members or principal in record["present"]:
        return False
    agent = proxy["agent"]
    return agent != principal and agent in members and agent in record["there"]


def may_vote(record: Record, member: str, ground: str) -> bool:
    """Whether an attending member may vote on the item (規約第12条第1項–第3項)."""
    item, chair = record["item"], record["chair"]
    if member == chair or member in item["excluded"]:
        return False
    if ground != "proxy":
        return True
    by_chair = record["proxies"][member]["agent"] == chair
    return item["notified"] and member not in item["not_covered"] and not by_chair


def vote_of(record: Record, member: str) -> str | None:
    """Return the vote counted for the member: its own, else its e-mail, else its agent's."""
    vote = record["votes"].get(member)
    if vote is not None and vote["agent"] is None:
        return str(vote["choice"])
    if member in record["emails"]:
        return str(record["emails"][member]["choice"])
    if vote is None or not holds(record, member) or member in record["item"]["not_covered"]:
        return None
    agent, chair = record["proxies"][member]["agent"], record["chair"]
    counts = record["item"]["notified"] and vote["agent"] == agent and agent != chair
    return str(vote["choice"]) if counts else None


def own_votes(record: Record) -> Record:
    """Return the votes cast by members themselves, who count as present even after leaving."""
    return {member: vote for member, vote in record["votes"].items() if vote["agent"] is None}


def in_time(record: Record) -> list[Record]:
    """Return the statements without those after the last day of a written resolution."""
    end = None
    if record["format"] not in (FIRST_FORMAT, SECOND_FORMAT):
        end = record["meeting"]["answers_end"]
    return [word for word in record["words"] if end is None or word["arrived_at"] < end]


def last_statements(record: Record, *, by_email: bool) -> Record:
    """Return each member's last written statement on the item, through any channel or by e-mail only."""
    return {
        word["member"]: {key: value for key, value in word.items() if key != "member"}
        for word in in_time(record)
        if word["way"] in BY_EMAIL or not by_email
    }


def assents_of(record: Record) -> dict[str, str]:
    """Return the members assenting in writing, with the date of the last statement (規約第12条第5項)."""
    words = {
        member: (word["arrived_at"], word["choice"])
        for member, word in record["statements"].items()
    }
    for member, vote in own_votes(record).items():
        hands_up = vote["way"] == "hands" and vote["choice"] == "for"  # not a written statement
        if not hands_up and words.get(member, ("",))[0] <= vote["cast_at"]:
            words[member] = (vote["cast_at"], vote["choice"])
    return {member: at[:10] for member, (at, choice) in words.items() if choice == "for"}


def deemed_by(members: Record, assents: dict[str, str]) -> Record:
    """Return the result by assents: two thirds of all executive members.

    It takes effect on the day of the deciding assent.
    """
    days = sorted(day for member, day in assents.items() if member in members)
    needed = -(-2 * len(members) // 3)
    passed = len(members) > 0 and len(days) >= needed
    return {
        "assents": len(days),
        "needed": needed,
        "passed": passed,
        "effective_on": days[needed - 1] if passed else None,
    }


def of_writing(record: Record) -> Record:
    """Return the derived fields of a written resolution.

    Statements count in order of arrival, up to the deciding one and to the end of the last day.
    """
    assents: dict[str, str] = {}
    deemed = deemed_by(record["members"], assents)
    papers_out = "" if record["format"] == FIRST_FORMAT else record["meeting"]["record_date"]
    for word in in_time(record):
        assents.pop(word["member"], None)
        if word["choice"] == "for":
            assents[word["member"]] = max(word["arrived_at"][:10], papers_out)
        deemed = deemed_by(record["members"], assents)
        if deemed["passed"]:
            break
    return {
        "statements": last_statements(record, by_email=False),
        "emails": last_statements(record, by_email=True),
        "assents": assents_of(record),
        "counts": None,
        "deemed": deemed,
        "outcome": "deemed" if deemed["passed"] else "not_deemed",
        "article": "規約第12条第5項",
        "effective_on": deemed["effective_on"],
    }


def expected_sum(record: Record) -> str:
    """Return the expected sum in words."""
    found, outcome = record["counts"] or {}, record["outcome"]
    if outcome in ("passed", "rejected") and found.get("entitled"):
        return (
            f"{found['entitled']}団体のうち、賛成{found['in_favour']}、反対{found['against']}、"
            f"棄権{found['abstained']}、表示なし{found['silent']}。"
        )
    if outcome in ("deemed", "not_deemed"):
        return f"{record['deemed']['assents']}団体（必要{record['deemed']['needed']}）"
    return f"幹事団体{len(record['members'])}団体のうち{len(record['grounds'])}団体が出席"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
