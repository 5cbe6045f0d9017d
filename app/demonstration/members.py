"""Chapters of the members: who is on the roster, with invented names and contacts, and their filings."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.demonstration.story import BEGINS, Stage, name
from app.rules.common.office_settings import Numbering, Section
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import ExpulsionGround, MemberKind, Standing
from app.security.viewer import SYSTEM
from app.services.common import settings
from app.services.filings import (
    change_notices,
    expulsions,
    hearings,
    releases,
    withdrawals,
)
from app.services.membership import contacts, memberships

K = OrganisationKind
ROSTER = (
    (K.NPO, "まちの縁側ひだまり", "マチノエンガワヒダマリ", "312011", "place elderly", "空き家を改修した縁側で、週3回の茶話会を開いています。"),
    (K.NPO, "こもれびの家", "コモレビノイエ", "312029", "place hikikomori", "ひきこもりの状態にある人と家族の居場所です。"),
    (K.VOLUNTARY, "さきゅう子ども食堂の会", "サキュウコドモショクドウノカイ", "312011", "childrens_cafeteria place", "月2回、だれでも来られる食堂を開いています。"),
    (K.COMPANY, "株式会社みちしお配食", "ミチシオハイショク", "312029", "outreach elderly", "弁当の配達に合わせて見守りをしています。"),
    (K.SOCIAL_WELFARE_CORPORATION, "社会福祉法人つゆくさ福祉会", "ツユクサフクシカイ", "312037", "disability employment", "障がいのある人の仕事と暮らしを支えています。"),
    (K.NPO, "うちなおし", "ウチナオシ", "313718", "housing", "住まいを探す人に付き添い、入居後も見守ります。"),
    (K.VOLUNTARY, "ふたご山見守り隊", "フタゴヤマミマモリタイ", "313866", "outreach community", "登下校と買い物の見守りをしています。"),
    (K.NPO, "ことばの橋", "コトバノハシ", "312029", "multicultural consultation", "外国につながる家族の相談と日本語教室です。"),
    (K.VOLUNTARY, "介護者サロンゆずりは", "カイゴシャサロンユズリハ", "313025", "carers peer", "介護をする人が月1回集まって話します。"),
    (K.COOPERATIVE, "労働者協同組合はたけの手", "ハタケノテ", "313904", "employment community", "畑仕事を一緒にする働く場をつくっています。"),
    (K.NPO, "夜間通話室よりそい灯", "ヤカンツウワシツヨリソイトウ", "312011", "consultation suicide_prevention", "夜の時間に電話で話を聞いています。"),
    (K.ASSOCIATION, "一般社団法人いろは学びの庭", "イロハマナビノニワ", "312045", "children hikikomori", "学校に行きづらい子どもの学びの場です。"),
    (K.VOLUNTARY, "団地のラジオ体操会", "ダンチノラジオタイソウカイ", "312011", "community elderly", "毎朝のラジオ体操で顔を合わせています。"),
    (K.NPO, "フードリンクなしの木", "フードリンクナシノキ", "312011", "poverty childrens_cafeteria", "寄付された食品を必要な家庭に届けます。"),
    (K.COMPANY, "あけぼの電気水道株式会社", "アケボノデンキスイドウ", "312037", "outreach", "検針のときの気付きを市町村に伝えます。"),
    (K.VOLUNTARY, "ひとり親のつどい ぽけっと", "ヒトリオヤノツドイポケット", "312029", "single_parent peer", "ひとり親どうしの交流と情報交換の会です。"),
    (K.NPO, "里山カフェよりみち", "サトヤマカフェヨリミチ", "313289", "place community", "山あいの集落で移動カフェを開いています。"),
    (K.FOUNDATION, "一般財団法人かけはし育英基金", "カケハシイクエイキキン", "312011", "children poverty", "進学を支える給付と伴走をしています。"),
    (K.VOLUNTARY, "傾聴ボランティアみみの会", "ケイチョウボランティアミミノカイ", "312037", "consultation elderly", "施設や自宅で話を聞く活動をしています。"),
    (K.NPO, "湖畔フリースペースなぎ", "コハンフリースペースナギ", "313700", "place children", "中高生が放課後に過ごせる場所です。"),
    (K.COMPANY, "ことうら共同タクシー合同会社", "コトウラキョウドウタクシー", "313718", "outreach elderly", "買い物と通院の乗合タクシーを走らせています。"),
    (K.VOLUNTARY, "海辺の読書会", "ウミベノドクショカイ", "312045", "community place", "月1回、本を囲んで話す会です。"),
    (K.SOCIAL_WELFARE_CORPORATION, "社会福祉法人ほうき野会", "ホウキノカイ", "313904", "elderly disability", "地域食堂と相談の窓口を併設しています。"),
    (K.NPO, "リスタート日野川", "リスタートヒノガワ", "314021", "rehabilitation employment", "立ち直りを目指す人の住まいと仕事を支えます。"),
    (K.VOLUNTARY, "パパの土曜広場", "パパノドヨウヒロバ", "313726", "children community", "父親と子どもが集まる広場です。"),
    (K.NPO, "みささ湯けむりサロン", "ミササユケムリサロン", "313645", "place elderly", "足湯を囲むサロンを週1回開いています。"),
    (K.PROFESSIONAL_BODY, "くらしの手続相談員の会", "クラシノテツヅキソウダンインノカイ", "312011", "consultation", "役所の手続に付き添う専門職の集まりです。"),
    (K.VOLUNTARY, "遺族の会しらなみ", "イゾクノカイシラナミ", "312029", "peer suicide_prevention", "大切な人を亡くした人が語り合います。"),
    (K.NPO, "就労工房つみき", "シュウロウコウボウツミキ", "312029", "employment hikikomori", "短い時間から始められる仕事の場です。"),
    (K.COMPANY, "株式会社ささゆり郵便配達サービス", "ササユリユウビンハイタツサービス", "313289", "outreach", "配達のときに高齢の人に声を掛けています。"),
    (K.VOLUNTARY, "手話カフェてのひら", "シュワカフェテノヒラ", "312011", "disability place", "手話で話せる喫茶の日を設けています。"),
    (K.NPO, "ヤングケアラーの放課後", "ヤングケアラーノホウカゴ", "312037", "carers children", "家族を世話する若者の相談と居場所です。"),
    (K.VOLUNTARY, "北条砂丘ご近所会", "ホウジョウサキュウゴキンジョカイ", "313726", "community", "世代を超えた花壇づくりをしています。"),
    (K.NPO, "女性の居場所あさがお", "ジョセイノイバショアサガオ", "312029", "place consultation", "女性が安心して話せる場所です。"),
    (K.ASSOCIATION, "一般社団法人まちなか保健室", "マチナカホケンシツ", "312011", "consultation outreach", "商店街で看護師が健康の相談を受けます。"),
    (K.VOLUNTARY, "江府しごと寄合", "コウフシゴトヨリアイ", "314030", "community employment", "草刈りや雪かきの助け合いです。"),
    (K.NPO, "オンライン居場所ほしぞら", "オンラインイバショホシゾラ", "312011", "place peer", "夜にオンラインで集まる居場所です。"),
    (K.COMPANY, "はまなす信用サービス株式会社", "ハマナスシンヨウサービス", "312045", "poverty", "家計の見直しの相談に応じています。"),
    (K.VOLUNTARY, "男の料理教室くりや", "オトコノリョウリキョウシツクリヤ", "313297", "elderly community", "一人暮らしの男性が料理を覚えます。"),
    (K.NPO, "南部まるごと相談室", "ナンブマルゴトソウダンシツ", "313891", "consultation", "世代や困りごとを問わない相談の窓口です。"),
    (K.VOLUNTARY, "若桜線を楽しむ会", "ワカサセンヲタノシムカイ", "313254", "community publicity", "鉄道に乗って出掛ける交流の会です。"),
    (K.NPO, "ペットと暮らす会わん", "ペットトクラスカイワン", "312011", "community elderly", "散歩を通じた見守りをしています。"),
    (K.SOCIAL_WELFARE_CORPORATION, "社会福祉法人いなばの杜", "イナバノモリ", "313297", "children single_parent", "母子の生活支援と子どもの学習支援です。"),
    (K.VOLUNTARY, "にちなん雪見の会", "ニチナンユキミノカイ", "314013", "elderly outreach", "冬の間の訪問と安否の確認をしています。"),
)  # fmt: skip
"""Kind, name, kana, municipality, fields, activities. Those that apply stand in admission.py."""
BY_POST = ("団地のラジオ体操会", "里山カフェよりみち")
ADDRESSES = {
    "こもれびの家": "moved@example.jp",
    "女性の居場所あさがお": "full@example.jp",
    "海辺の読書会": "silent@example.jp",
}
"""Addresses that post.py gives a bad answer to."""
FACTS = "申込書と異なる営利の勧誘を、会員に繰り返し行った疑いがある。"


def profile(row: tuple[OrganisationKind, str, str, str, str, str], number: int) -> dict[str, Any]:
    """Return a complete profile with invented contacts. number: apart from all others."""
    kind, called, kana, municipality, fields, activities = row
    legal = "特定非営利活動法人" if kind is K.NPO else ""
    head, contact = (" ".join(name(each).values()) for each in (number, number + 7))
    phone, address = (
        f"0857-00-00{number:02}",
        ADDRESSES.get(called, f"dantai{number:02}@example.jp"),
    )
    email = "" if called in BY_POST else address
    return {
        **{"name": legal + called, "name_kana": kana, "kind": kind},
        **{"representative_title": "代表", "representative_name": head},
        **{"postal_code": "680-0000", "municipality_code": municipality},
        **{"address": f"見本町{number}番地", "phone": phone, "email": email},
        **{
            "activity_fields": fields.split(),
            "activity_area": "鳥取県内",
            "activities": activities,
        },
        "relation": "孤独・孤立を感じる人が、人や支援とつながるきっかけをつくっています。",
        **{"public_contact_name": "事務局", "public_contact_phone": phone},
        **{"business_contact_name": contact, "business_contact_phone": phone},
        **{"public_contact_email": email, "business_contact_email": email},
    }


def begin(stage: Stage) -> Iterator[datetime]:
    """The founding members name contacts; the others join in the course of the year."""
    yield stage.ago(BEGINS - 2)
    numbering = {"numbering": Numbering.COUNTED.value, "number_sign": "孤独孤立"}
    settings.change(stage.officer, Section.NUMBERS, numbering)
    founders = stage.members(Standing.EXECUTIVE)
    for number, each in enumerate(founders, 60):
        each.business_contact_name = " ".join(name(number).values())
        each.business_contact_phone = f"0857-00-00{number % 100:02}"
        each.business_contact_email = f"kanji{number}@example.jp"
    memberships.write_versions(founders, clock.today(), "連絡先の登録（見本）")
    for number, row in enumerate(ROSTER, 1):
        if number % 6 == 0:
            yield stage.ago(BEGINS - 3 - number * 6)
        organisation = memberships.create(SYSTEM, profile(row, number))
        since = clock.today() - timedelta(days=number % 6 * 8)
        basis = "入会要領第2条（見本）"
        memberships.begin(SYSTEM, organisation, MemberKind.GENERAL, on=since, basis=basis)
        contacts.start_clock(organisation)


def file(stage: Stage) -> Iterator[datetime]:
    """Members file: a change and a withdrawal that wait, a release; one is heard before an expulsion."""
    yield stage.ago(12)
    general = stage.members(Standing.GENERAL)
    opened = expulsions.open_file(
        stage.second, general[14].id, ground=ExpulsionGround.BREACH, facts=FACTS
    )
    yield stage.ago(5)
    hearings.offer(stage.second, opened.id, stage.day(18), links=stage.links)
    moved = general[9].profile() | {"address": "見本町二丁目1番地"}
    key = {"changed_on": clock.today(), "idempotency_key": "demonstration"}
    change_notices.file(stage.person(general[9]), moved, **key)
    leaving = stage.person(general[12])
    withdrawals.file(leaving, effective_on=stage.day(40), reason="活動を終えるため")
    released = stage.person(stage.member("鳥取県居住支援協議会"))
    releases.file(released, reason="組織の見直しのため", becomes_general=True)
