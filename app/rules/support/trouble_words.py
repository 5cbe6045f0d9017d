"""The words that people use for their troubles, in groups of one meaning.

The groups are ours: no list of synonyms for desks is published. One in which a life may be at risk
says what the danger is, so that the numbers to call now stand first. Rather too often than too
seldom: the word counts, whatever is said about it.
"""

from dataclasses import dataclass

from app.rules.common.labelled import Labelled


class Trouble(Labelled):
    """お困りごと, as GIF's サービスカタログ has them."""

    HOUSING = "housing", "住まい"
    WORK = "work", "仕事"
    HEALTH = "health", "医療福祉"
    CHILDREN = "children", "子育て・教育"
    MONEY = "money", "お金"
    OTHER = "other", "その他暮らし"


class Danger(Labelled):
    """What life or body is at risk from."""

    LIFE = "life", "いのちの危険"
    VIOLENCE = "violence", "暴力"
    CHILD = "child", "子どもの安全"
    ILLNESS = "illness", "急な病気やけが"


@dataclass(frozen=True)
class WordGroup:
    """Words of one meaning, the troubles that they are about, and the danger if there is one."""

    words: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    danger: Danger | None = None


def _group(words: str, *troubles: Trouble, danger: Danger | None = None) -> WordGroup:
    return WordGroup(tuple(words.split()), troubles, danger)


_T, _D = Trouble, Danger
GROUPS = (
    _group("死にたい しにたい 死のう 消えたい 自殺 自死 自殺未遂 いなくなりたい 生きていたくない 生きるのがつらい 生きる意味がない 死んでしまいたい 飛び降り", _T.HEALTH, _T.OTHER, danger=_D.LIFE),
    _group("リストカット リスカ 自傷 オーバードーズ OD 薬を飲みすぎた", _T.HEALTH, danger=_D.LIFE),
    _group("DV 家庭内暴力 配偶者からの暴力 夫の暴力 夫に殴られる 殴られる 叩かれる 暴力 モラハラ ストーカー つきまとい 逃げたい", _T.OTHER, _T.HOUSING, danger=_D.VIOLENCE),
    _group("性暴力 性被害 性犯罪 レイプ 痴漢 盗撮", _T.HEALTH, _T.OTHER, danger=_D.VIOLENCE),
    _group("虐待 児童虐待 ネグレクト 親に殴られる 子どもを叩いてしまう 高齢者虐待 障害者虐待", _T.CHILDREN, _T.HEALTH, danger=_D.CHILD),
    _group("急病 意識がない 息ができない 胸が痛い 倒れた 大けが 救急車 救急", _T.HEALTH, danger=_D.ILLNESS),
    _group("お金 お金がない お金が無い 金がない お金がありません お金が足りない 生活費 生活苦 貧困 生活困窮 困窮 生活保護", _T.MONEY),
    _group("食べるものがない 食べ物がない 食費 食料支援 フードバンク 子ども食堂 空腹", _T.MONEY, _T.OTHER),
    _group("借金 多重債務 債務 返済 返せない 取り立て 自己破産 サラ金 ローン 奨学金の返済", _T.MONEY),
    _group("電気が止まる 電気代 ガス代 水道代 光熱費 料金が払えない 滞納 税金が払えない 保険料が払えない", _T.MONEY),
    _group("年金 手当 給付金 貸付 就学援助", _T.MONEY),
    _group("住まい 住むところがない 住む家がない 家がない 泊まる所がない ホームレス 野宿 車中泊 ネットカフェ 立ち退き 追い出される", _T.HOUSING),
    _group("家賃 家賃が払えない 引っ越し 転居 アパート 保証人 公営住宅 県営住宅 市営住宅 空き家", _T.HOUSING, _T.MONEY),
    _group("ごみ屋敷 ゴミ屋敷 片付けられない 片づけられない ゴミ出し", _T.HOUSING, _T.OTHER),
    _group("仕事 仕事がない 失業 無職 就職 就労 働けない 働きたい 求職 転職 ハローワーク 解雇 クビになった リストラ 雇い止め ニート", _T.WORK, _T.MONEY),
    _group("パワハラ セクハラ ブラック企業 残業 給料未払い 賃金未払い 職場の人間関係 仕事を辞めたい 労災", _T.WORK),
    _group("眠れない 不眠 うつ うつ病 鬱 気分が落ち込む 不安 パニック 心の病 こころの病気 メンタル 精神疾患 統合失調症 心療内科 つらい しんどい 疲れた", _T.HEALTH),
    _group("依存症 アルコール依存 お酒がやめられない アル中 薬物 ギャンブル パチンコ ゲーム依存", _T.HEALTH, _T.MONEY),
    _group("病気 通院 入院 医療費 病院 がん 難病 後遺症", _T.HEALTH),
    _group("障害 障がい 発達障害 知的障害 身体障害 精神障害 障害者手帳 医療的ケア 高次脳機能障害", _T.HEALTH, _T.WORK),
    _group("介護 親の介護 介護疲れ 認知症 物忘れ ぼけ 高齢者 老老介護 ダブルケア デイサービス 徘徊", _T.HEALTH),
    _group("ヤングケアラー 家族の世話 きょうだいの世話", _T.CHILDREN, _T.HEALTH),
    _group("妊娠 出産 産後うつ 産後 予期せぬ妊娠 思いがけない妊娠 中絶", _T.CHILDREN, _T.HEALTH),
    _group("子育て 育児 育児疲れ 保育 保育園 イライラする 夜泣き 一時預かり 反抗期", _T.CHILDREN),
    _group("ひとり親 シングルマザー シングルファザー 母子家庭 父子家庭 養育費 離婚", _T.CHILDREN, _T.MONEY),
    _group("不登校 学校に行けない 学校に行きたくない いじめ いじめられている フリースクール 進学 学費 非行", _T.CHILDREN),
    _group("ひきこもり 引きこもり 家から出られない 部屋から出ない 外に出られない 外出できない 8050", _T.OTHER, _T.WORK, _T.HEALTH),
    _group("孤独 孤立 さびしい 寂しい 淋しい ひとりぼっち 一人暮らし 話し相手がいない 話を聞いてほしい 友達がいない 頼れる人がいない 居場所 居場所がない", _T.OTHER),
    _group("家族関係 夫婦関係 親子関係 親と不仲 嫁姑 近所トラブル 人間関係 近所づきあい", _T.OTHER),
    _group("死別 遺族 家族が亡くなった ペットロス 葬式 相続 遺品整理 終活", _T.OTHER, _T.MONEY),
    _group("LGBT LGBTQ 性的マイノリティ 性別の違和 同性愛 トランスジェンダー", _T.OTHER),
    _group("外国人 在留資格 ビザ 日本語がわからない 日本語ができない 通訳", _T.OTHER, _T.WORK),
    _group("出所 刑務所 再犯 前科 更生保護 加害", _T.OTHER, _T.WORK, _T.HOUSING),
    _group("詐欺 悪質商法 消費者トラブル だまされた 投資詐欺 マルチ商法 カルト 宗教二世 法律相談 弁護士 裁判 犯罪被害", _T.OTHER, _T.MONEY),
    _group("災害 被災 地震 避難 罹災証明", _T.OTHER, _T.HOUSING),
    _group("買い物に行けない 買い物難民 交通手段がない 足がない 免許返納 スマホ", _T.OTHER),
)  # fmt: skip
