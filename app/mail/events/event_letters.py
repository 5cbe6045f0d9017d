"""Letters about events (行事), one function each: data in, letter out."""

from collections.abc import Sequence
from datetime import datetime

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items
from app.mail.post.personal_letter import letter
from app.models.accounts.user import Account
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.common.era import era_date, weekday
from app.rules.states.events.event import SeatState

OWN_LINK = "内容の変更や取消しは、次のリンクの画面でできます。リンクは、あなた専用です。"


def moment(value: datetime) -> str:
    """Return 令和8年12月1日（火）13:30 in Japan's time."""
    local = clock.local(value)
    return f"{era_date(local.date())}{weekday(local.date())}{local:%H:%M}"


def registered(event: Event, row: EventRegistration, link: str) -> Letter:
    """Return the confirmation of a seat."""
    words = ("次の行事への参加のお申込みを受け付けました。", OWN_LINK, link)
    return _to(row, "event_registered", "参加のお申込みの受付", words, _all_facts(event, row))


def waiting(event: Event, row: EventRegistration, place: int, why: str, link: str) -> Letter:
    """Return the letter that explains the waiting list: place, reason, what happens next."""
    words = (
        f"お申込みを受け付けました。{why}。キャンセル待ちの{place}番目です。",
        "席が空いたときは、順番にメールでご案内します。ご案内には期限があります。"
        f"ご案内するのは、{moment(event.closes_at)}までです。",
        "参加しないことになったときは、次のリンクの画面で取り消してください。次の人に席を案内できます。",
        link,
    )
    return _to(row, "event_waiting", "キャンセル待ちの受付", words, _facts(event, row))


def offered(event: Event, row: EventRegistration, link: str) -> Letter:
    """Return the offer of a seat, with its limit."""
    assert row.offered_until is not None
    words = (
        "お待たせしました。席が空きました。",
        f"次のリンクの画面で、{moment(row.offered_until)}までに「参加する」か「参加しない」を選んでください。",
        link,
        "期限を過ぎると、次に待っている人に席をご案内します。",
    )
    return _to(row, "event_offered", "空席のご案内", words, _facts(event, row))


def lapsed(event: Event, row: EventRegistration, *, offer: bool) -> Letter:
    """Return the letter saying that an offer, or the waiting list, has ended."""
    if offer:
        words = (
            "空席のご案内の期限を過ぎたため、お申込みは終わりました。",
            "受付の期間中は、もう一度申し込めます。",
        )
    else:
        words = ("受付を締め切りました。席をご案内できず、申し訳ありません。",)
    return _to(row, "event_lapsed", "キャンセル待ちの終了", words, _facts(event, row))


def again(event: Event, row: EventRegistration, link: str) -> Letter:
    """Return the letter to an address from which a registration had come before."""
    words = (
        f"この行事には、すでにお申込みをいただいています（いまの状態：{row.state.label}）。"
        "新しいお申込みは加えていません。",
        OWN_LINK,
        link,
    )
    return _to(row, "event_again", "お申込み済みのお知らせ", words, _facts(event, row))


def withdrawn(event: Event, row: EventRegistration) -> Letter:
    """Return the confirmation that a registration was cancelled."""
    words = (
        "お申込みを取り消しました。お知らせいただき、ありがとうございます。",
        "心当たりがないときは、問合せ先にご連絡ください。",
    )
    return _to(row, "event_withdrawn", "お申込みの取消し", words, _facts(event, row))


def reminder(event: Event, row: EventRegistration, link: str) -> Letter:
    """Return the reminder before the event."""
    words = (
        "お申込みの行事が近づきました。お待ちしています。",
        "来られなくなったときは、次のリンクの画面で取り消してください。受付のQRコードも、この画面にあります。",
        link,
    )
    return _to(row, "event_reminder", "開催のお知らせ", words, _all_facts(event, row))


def changed(event: Event, row: EventRegistration, what: Sequence[str], link: str) -> Letter:
    """Return the letter saying that time or place have changed, to who waits without the address."""
    facts = _all_facts if row.state is SeatState.REGISTERED else _facts
    words = (
        f"お申込みの行事の{'、'.join(what)}が変わりました。変更後の内容は、下のとおりです。",
        OWN_LINK,
        link,
    )
    return _to(row, "event_changed", "変更のお知らせ", words, facts(event, row))


def cancelled(event: Event, row: EventRegistration) -> Letter:
    """Return the letter saying that the event does not take place."""
    words = (
        "お申込みの行事は、次の理由で中止になりました。ご迷惑をおかけして申し訳ありません。",
        event.reason,
        "手続は要りません。",
    )
    return _to(row, "event_cancelled", "中止のお知らせ", words, _facts(event, row))


def questionnaire(event: Event, row: EventRegistration, link: str) -> Letter:
    """Return the thanks to those who came, with the link to the questionnaire."""
    words = (
        "ご参加ありがとうございました。",
        "よろしければ、アンケートにお答えください。1分で終わります。だれの答えかは、残りません。",
        link,
    )
    return _to(row, "event_questionnaire", "アンケートのお願い", words, _facts(event, row))


def proposed(account: Account, what: str, name: str, member: str) -> Letter:
    """Return the letter to the secretariat about a proposal. what: 行事 or 分科会."""
    return letter(
        account.get_full_name(),
        "event_proposed",
        f"{what}の提案がありました",
        (
            f"{member}から、{what}「{name}」の提案がありました。",
            f"「{what}」の画面で確かめてください。",
        ),
    )


def decided(person: str, what: str, name: str, result: str, reason: str) -> Letter:
    """Return the letter to the member that made a proposal. result: in a whole sentence."""
    words = (f"{what}「{name}」について、お知らせします。", result, *([reason] if reason else []))
    return letter("", "event_decided", f"{what}の提案の結果", words, organisation=person)


def question_waits(account: Account, text: str) -> Letter:
    """Return the letter to the secretariat about a question that waits for a second look."""
    words = ("「行政への質問」の画面で内容を確かめ、掲載するか、回答を入力してください。",)
    subject = "行政への質問がありました"
    name = account.get_full_name()
    return letter(name, "question_waits", subject, words, items=(("質問", text),))


def question_told(member: str, text: str, result: str, link: str) -> Letter:
    """Return the letter to the member that asked. result: what was done, in a whole sentence."""
    words, items = (result, link), (("質問", text),)
    return letter(
        "", "question_told", "行政への質問のお知らせ", words, organisation=member, items=items
    )


def _to(
    row: EventRegistration, purpose: str, subject: str, words: tuple[str, ...], facts: Items
) -> Letter:
    name = dict(facts)["行事"]
    return letter(row.name, purpose, f"{subject}（{name}）", words, items=facts)


def _facts(event: Event, row: EventRegistration) -> Items:
    until = f"〜{event.ends_at:%H:%M}" if event.ends_at else ""
    where = (
        [] if not event.place else [("会場", "　".join(filter(None, (event.place, event.address))))]
    )
    return (
        ("行事", event.name),
        ("日時", f"{moment(event.begins)}{until}"),
        ("開催方法", event.way.label),
        *where,
        *((("希望の組", row.wish),) if row.wish else ()),
        ("主催", event.organiser),
        ("問合せ先", event.contact),
    )


def _all_facts(event: Event, row: EventRegistration) -> Items:
    """Return the facts for whoever has a seat: with the online address and the code."""
    online = (("オンラインの参加先", event.meeting_url),) if event.meeting_url else ()
    return (*_facts(event, row), *online, ("受付番号", row.code))
