"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, Edit

ONE = "/cases/<case_id>"
DANGER = {"basis": "danger", "reason": "命の危険がある。", "purpose": "見守り"}
EDITS = {
    f"{ONE}/conferences/<conference_id>/edit": Edit("place", "一階会議室", "二階会議室"),
    f"{ONE}/conferences/<conference_id>/minutes": Edit("text", "一人目の記録", "二人目の記録"),
    f"{ONE}/conferences/<conference_id>/papers/<paper_id>/edit": Edit("text", "一枚目", "二枚目"),
    f"{ONE}/disclosures/<request_id>/pieces/<int:number>": Edit(
        "text", "[[{}]]".format, lambda text: text.replace("方法", "[[方法]]")
    ),
    f"{ONE}/issue-sheets/<sheet_id>": Edit("text", "足がない", "居場所がない"),
    f"{ONE}/name": Edit("name", "川沿いの方", "坂の上の方"),
    f"{ONE}/participants/<int:person_id>": Edit("level_family", "read", "write", DANGER),
    f"{ONE}/records/<record_id>/change": Edit("text", "一人目", "二人目"),
    f"{ONE}/requests/<request_id>/edit": Edit("what", "一人目の求め", "二人目の求め"),
    f"{ONE}/revise": Edit("review_on", "2099-01-01", "2099-02-02"),
    "/council/incidents/<int:pk>": Edit("course", "一人目の経過", "二人目の経過"),
}
EXCEPTIONS = {
    "/cases/begin": NEW,
    "/cases/emergency": NEW,
    f"{ONE}/disclosures/new": NEW,
    "/council/incidents/new": NEW,
}
