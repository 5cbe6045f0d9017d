"""Verify the audit trail, with nothing but its data and Python.

    python3 verify_trail.py TRAIL [LEDGER ...]

TRAIL: the SQLite database, or what `flask --app run audit export` wrote. LEDGER: the folders in
which the program notes the head of the trail outside the database (LEDGER_FOLDER and its copies).
It shares no code with the program. Exit code 1, with a sentence for each fault.
"""

import hashlib
import json
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

HASHED = {
    "sequence": int,
    "at": str,
    "actor_id": (int, type(None)),
    "actor_name": str,
    "action": str,
    "subject_type": str,
    "subject_id": str,
    "details": str,
    "refused": int,
    "previous_hash": str,
}
"""Column → the types of its stored values."""
BEGINNING = "0" * 64
Entry = dict[str, Any]


def main(names: list[str]) -> int:
    """Verify; return the exit code."""
    if not names:
        print(__doc__)
        return 2
    try:
        entries, ends = read(Path(names[0]))
        heads = [head for name in names[1:] for head in heads_in(Path(name))]
    except (OSError, ValueError, KeyError, sqlite3.Error) as error:
        print(f"確かめられませんでした（{type(error).__name__}: {error}）。")
        return 2
    faults = of_chain(entries, ends) + of_heads(entries, heads)
    for fault in faults:
        print(fault)
    print(
        f"一致しない点が{len(faults)}件あります。"
        if faults
        else f"{len(entries)}件の記録に、書き換えは見つかりません（外の控え{len(heads)}件と照合）。"
    )
    return 1 if faults else 0


def read(file: Path) -> tuple[list[Entry], list[tuple[Any, Any]]]:
    """Return the entries in order, and what the head says."""
    with file.open("rb") as content:
        is_database = content.read(16) == b"SQLite format 3\0"
    if not is_database:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        ends = [(line["head"], line["hash"]) for line in lines if "head" in line]
        return [line for line in lines if "head" not in line], ends
    names = (*HASHED, "hash")
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    database.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        found = database.execute(f"SELECT {', '.join(names)} FROM audit_entry ORDER BY sequence")  # noqa: S608
        entries = [dict(zip(names, row, strict=True)) for row in found]
        return entries, database.execute("SELECT sequence, hash FROM audit_head").fetchall()
    finally:
        database.close()


def of_chain(entries: list[Entry], ends: list[tuple[Any, Any]]) -> list[str]:
    """Return the faults within the database."""
    faults = []
    before: Entry = {"sequence": 0, "hash": BEGINNING}
    for entry in entries:
        number = entry["sequence"]
        if number != before["sequence"] + 1:
            faults.append(f"記録{before['sequence'] + 1}がありません（次は記録{number}）。")
        why = unreadable(entry)
        if why:
            faults.append(f"記録{number}は読めません（{why}）。")
        else:
            if sealed(entry) != entry["hash"]:
                faults.append(f"記録{number}は、封をした後に書き換えられています。")
            if entry["previous_hash"] != before["hash"]:
                faults.append(f"記録{number}は、一つ前の記録に続いていません。")
        before = entry
    if [tuple(end) for end in ends] != [(before["sequence"], before["hash"])]:
        faults.append(f"記録{before['sequence']}が最後ですが、末尾の控えと合いません。")
    return faults


def unreadable(entry: Entry) -> str:
    """Return why an entry is not in the form in which the program writes; "" if it is."""
    for name, kind in HASHED.items():
        if not isinstance(entry[name], kind):  # type: ignore[arg-type]
            return name
    if entry["refused"] not in (0, 1):
        return "refused"
    try:
        if json.dumps(json.loads(entry["details"])) != entry["details"]:
            return "details"
        if f"{datetime.fromisoformat(entry['at']):%Y-%m-%d %H:%M:%S.%f}" != entry["at"]:
            return "at"
    except (ValueError, RecursionError) as error:
        return type(error).__name__
    return ""


def sealed(entry: Entry) -> str:
    """Return the hash that the entry must have."""
    values = {name: entry[name] for name in HASHED}
    values["at"] = entry["at"].replace(" ", "T") + "+00:00"
    values["refused"] = entry["refused"] == 1
    values["details"] = json.loads(entry["details"])
    written = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def heads_in(folder: Path) -> list[tuple[int, str]]:
    """Return the heads that a ledger has noted, without those that a restore undid."""
    heads: list[tuple[int, str]] = []
    undone = set()
    for text in (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue  # cut off by a crash
        if line["kind"] in ("begin", "head"):
            heads.append((line["sequence"], line["hash"]))
        elif line["kind"] == "undone":
            undone.add(line["hash"])
    heads = [head for head in heads if head[1] not in undone]
    mark = json.loads((folder / "mark").read_text())
    return [*heads, (mark["sequence"], mark["hash"])]


def of_heads(entries: list[Entry], heads: list[tuple[int, str]]) -> list[str]:
    """Return where the trail differs from what was noted outside: there it was sealed again."""
    hashes = {entry["sequence"]: entry["hash"] for entry in entries}
    agreed = 0
    for number, noted in sorted(set(heads)):
        if number not in hashes and number > max(hashes, default=0):
            return [f"記録{max(hashes, default=0) + 1}からがありません（外の控えは記録{number}）。"]
        if hashes.get(number) != noted:
            return [f"記録{number}は外の控えと違います。記録{agreed}より後が作り直されています。"]
        agreed = number
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
