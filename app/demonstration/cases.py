"""Chapters of the cases: two fictitious people, each with four bodies. Nobody in them exists."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app import clock
from app.demonstration.case_file import CaseFile
from app.demonstration.story import Stage
from app.rules.cases.access import Urgency
from app.rules.cases.fields import RecordKind as R
from app.rules.cases.requests import Cooperation, Request, RequestPurpose
from app.services.cases import handling, requests

LAWYERS, CITY, VOLUNTEERS = "鳥取県弁護士会", "鳥取市", "鳥取県民生児童委員協議会"
WELFARE, SCHOOLS = "社会福祉法人鳥取県社会福祉協議会", "鳥取県教育委員会事務局"
TOWN, YOUTH = "米子市", "特定非営利活動法人鳥取青少年ピアサポート"
Rows = tuple[tuple[str, R, dict[str, Any]], ...]
"""Body, kind, content. A number is the day that many days after today."""

ALONE: Rows = (
    (LAWYERS, R.INTAKE, {"brought_by": "自治会の役員（架空のケース）", "found_by": "近隣・民生児童委員", "first_assessment": "配偶者の死後、外出と食事が減った。相続の手続も止まっている。", "wish": "家で静かに暮らしたい。手続は誰かに教わりたい。"}),
    (LAWYERS, R.PERSON, {"name": "見本　はる", "kana": "ミホン　ハル", "born_on": "1949-05-02", "sex": "女性", "address": "鳥取市見本町1番地", "phone": "0857-00-0097"}),
    (LAWYERS, R.BASICS, {"living": "持ち家に一人暮らし。", "ties": "姉が県外にいる。近所とは挨拶をする程度。", "daily_life": "買い物は週1回。", "strengths": "編み物が得意で、人に教えたことがある。", "care": "大きな声と長い電話は負担になる。"}),
    (LAWYERS, R.ECONOMY, {"income": "遺族年金の手続が済んでいない。", "benefits": "国民年金", "debts": "なし"}),
)  # fmt: skip
ALONE_PLAN: Rows = (
    (LAWYERS, R.NOTE, {"means": "訪問", "partner": "本人", "text": "玄関先で30分話した。書類の山を一緒に分けることになった。", "next": "書類の整理"}),
    (VOLUNTEERS, R.NOTE, {"means": "訪問", "partner": "本人", "text": "夕方に電灯がついているのを確かめた。声に張りがあった。", "next": "週1回の声掛け"}),
    (LAWYERS, R.ASSESSMENT, {"made_on": -60, "needs": "手続の停滞、食事の偏り、話す相手の少なさ。", "background": "家事と手続を配偶者に任せていた。", "judgement": "手続を一緒に終え、編み物を通じて人と会う機会をつくる。"}),
    (LAWYERS, R.GOAL, {"goal": "年金と相続の手続を終える。", "wish": "家のことを自分で決めたい。", "by_when": 20}),
    (LAWYERS, R.PART, {"body": LAWYERS, "what": "相続と年金の手続に同行する。", "by_when": 12}),
    (LAWYERS, R.PART, {"body": CITY, "what": "配食の申請を一緒に行う。", "by_when": 4}),
    (LAWYERS, R.PART, {"body": VOLUNTEERS, "what": "週1回声を掛ける。", "by_when": 40}),
    (LAWYERS, R.PART, {"body": WELFARE, "what": "居場所の編み物の会に誘う。", "by_when": -2}),
)  # fmt: skip
ALONE_LATELY: Rows = (
    (LAWYERS, R.NOTE, {"means": "同行支援", "partner": "本人・年金事務所", "text": "遺族年金の書類を提出した。帰りに喫茶店へ寄り、編み物の話が続いた。", "next": "次回は相続の書類"}),
    (WELFARE, R.NOTE, {"means": "電話", "partner": "本人", "text": "編み物の会の見学に関心を示した。", "next": "送迎の有無を伝える"}),
)  # fmt: skip
YOUNG: Rows = (
    (TOWN, R.INTAKE, {"brought_by": "高校の養護教諭（架空のケース）", "found_by": "関係機関からの紹介", "first_assessment": "祖父の世話のため欠席が続き、友人との連絡も途切れている。", "wish": "学校は続けたい。家のことを話すのは気が重い。"}),
    (TOWN, R.PERSON, {"name": "見本　そら", "kana": "ミホン　ソラ", "born_on": "2009-08-15", "sex": "その他・無回答", "address": "米子市見本町2番地"}),
    (TOWN, R.BASICS, {"living": "祖父と母との三人暮らし。", "ties": "母は夜勤が多い。", "daily_life": "祖父の食事と服薬を手伝う。", "strengths": "絵を描くのが好き。", "care": "家族を責める言い方をしない。"}),
    (TOWN, R.FAMILY, {"sign": "祖父A", "relation": "祖父", "together": "同居", "situation": "介護保険の申請はまだしていない。"}),
)  # fmt: skip
YOUNG_PLAN: Rows = (
    (TOWN, R.NOTE, {"means": "来所", "partner": "本人・母", "text": "祖父の介護保険の申請に同意を得た。", "next": "申請の同行"}),
    (TOWN, R.GOAL, {"goal": "週4日は登校できるようにする。", "by_when": 30}),
    (TOWN, R.PART, {"body": YOUTH, "what": "放課後の居場所に一緒に行く。", "by_when": 9}),
)  # fmt: skip
YOUNG_LATELY: Rows = (
    (YOUTH, R.NOTE, {"means": "訪問", "partner": "本人", "text": "居場所で2時間絵を描いた。", "next": "来週も同じ曜日に"}),
)  # fmt: skip
ASKED = "未成年者の家族への支援契約について、留意する点をご教示ください。"


def alone(stage: Stage) -> Iterator[datetime]:
    """The visitor leads: somebody who lives alone since a death. A conference was held, one follows."""
    yield stage.ago(75)
    case = CaseFile.begun(stage, (LAWYERS, CITY, VOLUNTEERS, WELFARE), Urgency.SOON)
    case.write(ALONE)
    case.share("見守りと手続の支援")
    yield stage.ago(60)
    case.write(ALONE_PLAN)
    yield stage.ago(32, 15)
    held = case.conference(clock.now(), "支援計画の確認")
    case.hold(held, "手続は弁護士会、日々の見守りは民生児童委員が受け持つ。", stage.day(5))
    yield stage.ago(6)
    case.write(ALONE_LATELY)
    case.conference(stage.at(stage.day(5), 14), "手続の進みと、居場所への参加")
    handling.revise(case.lead, case.id, urgency=Urgency.NORMAL, review_on=stage.day(14))


def young(stage: Stage) -> Iterator[datetime]:
    """Another body leads: a young carer. The visitor coordinates, and is asked for an opinion."""
    yield stage.ago(40)
    case = CaseFile.begun(stage, (TOWN, YOUTH, SCHOOLS), Urgency.NORMAL)
    case.write(YOUNG)
    case.share("家族の世話の負担を減らし、学びを続けるため")
    yield stage.ago(18)
    case.write(YOUNG_PLAN)
    yield stage.ago(3)
    case.write(YOUNG_LATELY)
    lawyers = case.term(LAWYERS)
    asked = Request(
        *(Cooperation.OPINION, RequestPurpose.EXCHANGE, lawyers.body_id),
        **{"what": ASKED, "reason": "支援計画の協議のため", "due_on": stage.day(6)},
    )
    drawn = requests.draft(case.lead, case.id, lawyers.id, asked)
    requests.send(case.lead, case.id, drawn.id, stage.links)
