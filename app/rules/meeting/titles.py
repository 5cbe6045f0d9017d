"""Titles of persons, and the ordinary words that precede them (福祉課長, 民生委員, 皆様)."""

_SPOKEN = """
委員長 会長 部会長 副会長 理事長 理事 監事 課長 部長 局長 室長 係長 班長 次長 所長 館長 校長 園長
院長 施設長 センター長 支部長 社長 座長 議長 代表 主任 主事 主査 主幹 参事 課長補佐 補佐 事務局長
事務局次長 教授 弁護士 司法書士 医師
"""
_WRITTEN = """
知事 市長 町長 村長 議員 幹事 参与 顧問 職員 相談員 支援員 保健師 看護師 社会福祉士 講師
"""
_BEFORE = """
副 正 准 助 前 元 新 旧 現 初 各 全 両 同 他 諸 某 当 本 次 先 皆 多 仕 模 一 異 別 有 客
主 名 部 仮 神 人 貴 彼 県 市 町 村 区 郡 支 総 子 娘 息子 母 父 兄 弟 姉 妹 祖母 祖父 叔父
叔母 伯父 伯母 奥 嫁 孫 親 親御 家族 遺族 友人 知人 隣 近所 住民 先方 相手 一同 皆々 旦那 主人
学生 生徒 児童 子供 子ども 次期 前任 後任 新任 現任 歴代 初代 関係 担当 所管 主管 出席 参加 欠席
全体 一部 複数 事務 総務 企画 政策 財政 人事 経理 会計 庶務 業務 事業 施設 管理 運営 広報 情報 統計
税務 契約 監査 法務 労務 営業 技術 開発 研究 調査 福祉 保健 健康 保険 医療 看護 介護 長寿 高齢 障害
家庭 子育 青少年 少年 人権 男女 共生 協働 地域 市民 県民 町民 村民 生活 保護 支援 相談 社会 厚生
教育 学校 学習 生涯 文化 観光 国際 交流 環境 衛生 防災 危機 消防 警察 労働 雇用 就業 産業 商工 経済
農林 水産 農業 建設 土木 都市 住宅 交通 水道 未来 民生 審議 審査 専門 選考 選挙 評価 評議 実行 推進
策定 準備 検討 検証 編集 調停 協議 公募 臨時 特別 常任 常設 学識 有識 外部 内部 協力 名誉 常務 専務
執行 筆頭 統括 総括 首席 上席 主席 特任 客員 嘱託 常勤 非常勤 支部 本部 地区 分科 連合 連盟 町内
自治 老人 婦人 同窓 互助 後援 県議 市議 町議 当番 専属 大学 病院 学園 保育 保育所 幼稚園 担任 教頭
主治 東部 中部 西部 全国 県内 市内 管内 患者 業者 若者 両者 前者 後者 記者 医者 学者 会員 役員 社員
店員 団員 議会 総会 本会 当会 同会 協会 学会 社協 県社協 市社協 本庁 県庁 副本 ケア ゼミ サブ チーム
ゲスト ナース ママ パパ この その あの どの また なお まず では ほか うち みな ある もし ただ かつ
さて いま のち たく おば おじ さらに つぎに ともに すでに しかし そして ただし または および いずれ
とくに おもに ついで つづき やがて ここで これを それを よって おかあ おとう おばあ おじい おねえ おにい
むすめ むすこ おやご
"""

HONORIFICS = ("氏", "様", "さん", "君", "先生", "委員")
"""Suffixes of a name that are not an office in an organisation."""
SPOKEN = tuple(_SPOKEN.split())
"""Offices used as a form of address after the name."""
OFFICES = (*SPOKEN, *_WRITTEN.split())
"""Also offices that mostly follow a place or a task (鳥取市長, 生活支援員)."""
_ORDINARY = frozenset((*_BEFORE.split(), *OFFICES))
_OF_GROUPS = "会局課校団班署庁者員"
"""Last of three characters in bodies and groups (育成会会長, 利用者様), not in surnames."""


def is_ordinary(word: str) -> bool:
    """Whether the word before a title is not a surname. An unknown word counts as a surname."""
    return word in _ORDINARY or (len(word) > 2 and word[-1] in _OF_GROUPS)
