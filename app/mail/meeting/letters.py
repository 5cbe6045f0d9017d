"""Letters about a platform meeting to an executive member (規約第10条–第12条)."""

from collections.abc import Mapping
from types import MappingProxyType

from app import clock
from app.documents.common.letter import Letter
from app.mail.post import personal_letter
from app.mail.post.member_letter import Items, letter
from app.models.meeting.meeting import Meeting, Observer
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.common.era import era_date, weekday
from app.rules.meeting.agenda import Reply
from app.rules.states.meeting.meeting import ItemState

CALLED = (
    f"下記のとおりプラットフォーム会議を開催します（{articles.CALLING}）。",
    "ついては、出欠を回答してください。",
    "出席できないときは、出席する幹事団体を代理人として、書面により表決を委任することができます"
    f"（{articles.PROXY}）。また、電子メールにより議案への賛否を表明することができます。"
    f"一つ以上の議案に賛否を表明した団体は、出席会員として数えます（{articles.EMAIL_STATEMENT}）。",
)
WITH_LINK = ("meeting_notice", "meeting_reminder", "meeting_changed")
"""Letters that contain the member's personal link."""


def notice(
    meeting: Meeting,
    organisation: Organisation,
    link: str,
    number: str,
    *,
    said: Mapping[int, str] = MappingProxyType({}),
    by_mail: bool = False,
) -> Letter:
    """Return the meeting notice, or the notice of a written resolution, with agenda and link.

    link: "" for the notice on paper, which must not contain a personal link. said: item → what
    explains it. by_mail: whether replies to the mail are read.
    """
    subject = f"{meeting.full_title}の開催について（通知）"
    if meeting.is_written:
        subject = "書面決議の実施について（通知）"
    return letter(
        organisation,
        "meeting_notice",
        subject,
        (
            *(_written(meeting) if meeting.is_written else CALLED),
            *_ways_to_answer(meeting, link, by_mail),
            *((meeting.note,) if meeting.note else ()),
        ),
        items=(*_when_and_where(meeting), *_agenda(meeting, said)),
        number=number,
        mail_subject=f"書面決議について（{meeting.title}）" if meeting.is_written else "",
    )


def changed(
    meeting: Meeting,
    former: Meeting,
    organisation: Organisation,
    link: str,
    number: str,
    *,
    reason: str,
) -> Letter:
    """Return the notice that day or place has changed, which asks again who comes (開催の変更).

    former: the plan as it was.
    """
    answer = ("次のリンクから、出欠をもう一度回答してください。", link)
    by_paper = ("書面、FAX又は電子メールで末尾の問合せ先に、出欠をもう一度回答してください。",)
    return letter(
        organisation,
        "meeting_changed",
        f"{meeting.full_title}の開催の変更について（通知）",
        (
            "先に通知した会議の日時、場所などを、下記のとおり変更します。",
            "すでに提出された委任と、議案への賛否の表明は、そのまま有効です。",
            *(answer if link else by_paper),
        ),
        items=(*_changes(meeting, former), ("変更の理由", reason)),
        number=number,
    )


def invitation_changed(
    meeting: Meeting, former: Meeting, observer: Observer, number: str, *, reason: str
) -> Letter:
    """Return the letter to an observer that day or place has changed."""
    return personal_letter.letter(
        observer.name,
        "meeting_changed",
        f"{meeting.full_title}の開催の変更について（通知）",
        ("先に出席をお願いした会議の日時、場所などを、下記のとおり変更します。",),
        items=(*_changes(meeting, former), ("変更の理由", reason)),
        number=number,
    )


def _written(meeting: Meeting) -> tuple[str, ...]:
    carried = (
        "会議で定足数に達しなかった議案です。会議で書面により表明した賛否は引き継いでいます。"
        "すでに表明した団体は、変えるときだけ回答してください。",
    )
    return (
        f"下記の議案について、書面決議（{articles.DEEMED_RESOLUTION}）を行います。",
        "回答期限までに、各議案への賛否を回答してください。幹事団体の3分の2以上が賛成したときは、"
        "プラットフォーム会議の決議があったものとみなします。",
        *(carried if meeting.continues_id is not None else ()),
    )


def reminder(
    meeting: Meeting, organisation: Organisation, link: str, *, by_mail: bool = False
) -> Letter:
    """Return the reminder of a missing answer (回答のお願い)."""
    return letter(
        organisation,
        "meeting_reminder",
        "会議の通知に対する回答について（依頼）",
        (
            "先に通知した下記の件について、まだ回答をいただいていません。",
            *_ways_to_answer(meeting, link, by_mail),
        ),
        items=(*_when_and_where(meeting), *_agenda(meeting)),
        mail_subject=f"回答のお願い（{meeting.full_title}）",
    )


def called_off(meeting: Meeting, organisation: Organisation, number: str) -> Letter:
    """Return the letter saying that the meeting is cancelled (開催の取りやめ)."""
    return letter(
        organisation,
        "meeting_called_off",
        f"{meeting.full_title}の取りやめについて（通知）",
        (f"先に通知した下記の{_noun(meeting)}は、取りやめます。",),
        items=(*_when_and_where(meeting), ("理由", meeting.cancel_reason)),
        number=number,
    )


def _noun(meeting: Meeting) -> str:
    return "書面決議" if meeting.is_written else "会議"


def request_declined(meeting: Meeting, organisation: Organisation, number: str) -> Letter:
    """Return the letter declining a member's request for a meeting (開催の要請への回答)."""
    return letter(
        organisation,
        "meeting_request_declined",
        f"{meeting.full_title}の開催の要請について（回答）",
        (
            f"貴団体から要請のあった会議（{articles.CALLING}）は、下記の理由により開催しないこととしました。",
        ),
        items=(*_when_and_where(meeting), ("理由", meeting.cancel_reason)),
        number=number,
    )


def invitation(meeting: Meeting, observer: Observer, number: str) -> Letter:
    """Return the invitation to attend the meeting without a vote (出席の依頼)."""
    asked_for = (("内容", observer.reason),) if observer.reason else ()
    return personal_letter.letter(
        observer.name,
        "meeting_invitation",
        f"{meeting.full_title}への出席について（依頼）",
        (
            f"下記のとおりプラットフォーム会議を開催しますので、出席をお願いします（{articles.OBSERVERS}）。",
            "なお、議決に加わることはできません。",
        ),
        items=(*_when_and_where(meeting), *asked_for, *_agenda(meeting)),
        number=number,
    )


def invitation_withdrawn(meeting: Meeting, observer: Observer, number: str) -> Letter:
    """Return the letter to an observer that the meeting is cancelled."""
    return personal_letter.letter(
        observer.name,
        "meeting_called_off",
        f"{meeting.full_title}の取りやめについて（通知）",
        ("先に出席をお願いした下記の会議は、取りやめます。",),
        items=(*_when_and_where(meeting), ("理由", meeting.cancel_reason)),
        number=number,
    )


def _ways_to_answer(meeting: Meeting, link: str, by_mail: bool) -> tuple[str, ...]:
    """Return how to answer: by the personal link, or by a mail that rules/meeting/mail_statement.py can read."""
    if not link:
        return ("回答は、書面、FAX又は電子メールで末尾の問合せ先に提出してください。",)
    first = "回答は、次のリンクからできます。貴団体だけのリンクですので、ほかの人に知らせないでください。"
    resolutions = [item.label for item in meeting.resolutions]
    if not (by_mail and resolutions):
        return (first, link)
    form = "\n".join(f"{label}：（賛成か反対のどちらか）" for label in resolutions)
    return (
        first,
        link,
        "議案への賛否は、このメールに返信して表明することもできます。その場合は、議案ごとに1行ずつ、"
        f"「{resolutions[0]}：賛成」のように書いてください。",
        form,
    )


def _when_and_where(meeting: Meeting) -> Items:
    begins = clock.local(meeting.starts_at)
    day = f"{era_date(begins.date())}{weekday(begins.date())}"
    if meeting.is_written:
        return (("件名", meeting.title), ("回答期限", f"{day}24時まで"))
    moment = f"{day}{begins:%H:%M}"
    if meeting.ends_at is not None:
        moment += f"から{clock.local(meeting.ends_at):%H:%M}まで（予定）"
    where: list[tuple[str, str]] = [("日時", moment), ("開催の方法", meeting.form.label)]
    if Reply.ROOM in meeting.form.ways_to_come:
        where.append(("会場", meeting.place))
    if Reply.ONLINE in meeting.form.ways_to_come and meeting.online_url:
        where.append(("オンライン", meeting.online_url))
    if meeting.online_access:
        where.append(("接続の情報", meeting.online_access))
    if meeting.answers_by is not None:
        where.append(("回答期限", f"{era_date(meeting.answers_by)}{weekday(meeting.answers_by)}"))
    return tuple(where)


def _changes(meeting: Meeting, former: Meeting) -> Items:
    """Return when and where, each with what it was before if that has changed."""
    now, was = dict(_when_and_where(meeting)), dict(_when_and_where(former))
    return tuple(
        (what, now.get(what, "なし") + (f"\n（変更前：{was[what]}）" if what in was else ""))
        if now.get(what) != was.get(what)
        else (what, now[what])
        for what in {**now, **was}
    )


def _agenda(meeting: Meeting, said: Mapping[int, str] = MappingProxyType({})) -> Items:
    return tuple(
        (item.label, "\n".join(filter(None, (item.title, item.addition, said.get(item.id)))))
        for item in meeting.items
        if item.state is not ItemState.WITHDRAWN
    )
