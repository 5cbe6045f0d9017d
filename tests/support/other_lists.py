"""Lists of organisations as others publish them: real headings, invented rows."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.styles import Font

Cells = Sequence[Any]
GAPS = "gaps"


@dataclass(frozen=True)
class OtherList:
    """A list, how its columns are guessed, what an officer fills in, and the fate of its rows."""

    name: str
    rows: Sequence[Cells]
    """All lines of the file."""
    guessed: Mapping[str, str]
    """Our key → heading as joined; these and no others."""
    filled: Mapping[str, str]
    fates: Sequence[str]
    heading: tuple[int, int] = (1, 1)
    """First line and number of lines of the headings."""
    encoding: str = "utf-8-sig"
    """Of the csv; "" for a workbook."""
    merged: Sequence[str] = ()
    before: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    """Hidden worksheets in front."""

    def content(self) -> bytes:
        """Return the file."""
        if self.encoding:
            text = io.StringIO()
            csv.writer(text, lineterminator="\r\n").writerows(self.rows)
            return text.getvalue().encode(self.encoding)
        book = openpyxl.Workbook()
        sheet = book.active
        for title, rows in self.before.items():
            hidden = book.create_sheet(title, 0)
            hidden.sheet_state = "hidden"
            for row in rows:
                hidden.append(list(row))
        book.active = len(self.before)
        for row in self.rows:
            sheet.append(list(row))
        for area in self.merged:
            sheet.merge_cells(area)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()


LISTS = (
    OtherList(
        "こども食堂一覧（市の一覧表）",
        [
            ["令和8年度　こども食堂一覧", "", "", "", "", ""],
            ["", "", "", "", "", "令和8年4月1日現在"],
            ["No.", "こども食堂名", "開催場所住所", "連絡先\n（電話番号）", "開催日時", "備考"],
            [1, "あおぞら食堂", "鳥取市湖山町北９丁目１－１", "0857-99-0101", "第2土曜", ""],
            [2, "みんなの台所", "米子市角盤町９丁目２", 859990102, "毎週金曜", ""],
            ["", "", "", "", "", "　"],
            ["", "合計", "", "2か所", "", ""],
        ],
        {"name": "こども食堂名", "address": "開催場所住所", "phone": "連絡先\n（電話番号）"},
        {"kind": "任意団体", "activity_fields": "こども食堂・食の支援", GAPS: "1"},
        ["new", "new", "wrong"],
        heading=(3, 1),
        encoding="",
    ),
    OtherList(
        "NPO法人一覧（行政入力情報）",
        [
            [
                *("法人名称", "法人名称カナ", "所轄庁", "権限移譲先市町村"),
                *("主たる事務所の所在地", "主たる事業所の郵便番号", "従たる事務所の所在地"),
                *("代表者氏名", "団体代表者名（フリガナ）", "法人設立認証年月日", "設立年月日"),
                *("定款に記載された目的", "活動分野１", "法人番号"),
            ],
            [
                *("特定非営利活動法人みなと\u7dda", "ミナトセン", "鳥取県", ""),
                *("鳥取県境港市竹内町９９９番地", "684-0099", "", "境　太郎", "サカイタロウ"),
                *("平成20年4月1日", "平成20年5月1日", "地域の人に対して、居場所をつくる。", "保健"),
                "",
            ],
        ],
        {
            "name": "法人名称",
            "name_kana": "法人名称カナ",
            "address": "主たる事務所の所在地",
            "postal_code": "主たる事業所の郵便番号",
            "representative_name": "代表者氏名",
            "founded_year": "設立年月日",
            "activities": "定款に記載された目的",
            "corporate_number": "法人番号",
        },
        {"kind": "特定非営利活動法人", GAPS: "1"},
        ["new"],
        encoding="cp932",
    ),
    OtherList(
        "NPO法人一覧（県の認証一覧、二段の見出し）",
        [
            ["番号", "特定非営利活動法人の名称", "主たる事務所", "", "代表者", "", "認証年月日"],
            ["", "", "郵便番号", "所在地", "役職", "氏名", ""],
            [1, "NPO法人やまかげ", "682-0099", "倉吉市葵町９９", "理事長", "倉吉 花", "H10.4.1"],
            [
                2,
                "認定NPO法人ひなた",
                "689-0099",
                "岩美郡岩美町浦富９",
                "代表",
                "岩美 一",
                "R元.5.1",
            ],
        ],
        {
            "name": "特定非営利活動法人の名称",
            "postal_code": "主たる事務所 郵便番号",
            "address": "主たる事務所 所在地",
            "representative_title": "代表者 役職",
            "representative_name": "代表者 氏名",
            "founded_year": "認証年月日",
        },
        {GAPS: "1"},
        ["new", "new"],
        heading=(1, 2),
        encoding="",
        merged=("C1:D1", "E1:F1", "A1:A2", "B1:B2", "G1:G2"),
    ),
    OtherList(
        "相談窓口一覧",
        [
            ["分野", "相談窓口", "TEL", "ＦＡＸ", "受付時間", "ホームページ", "市町村"],
            ["こころ", "つながり相談室", "0857（99）0201", "なし", "9時～17時", "", "鳥取県鳥取市"],
            ["生活", "くらしの窓口", "電話 0858-99-0202", "－", "平日", "www.example.jp", "31203"],
            ["生活", "県境の窓口", "079-999-0203", "", "平日", "", "兵庫"],
        ],
        {
            "activity_fields": "分野",
            "name": "相談窓口",
            "phone": "TEL",
            "fax": "ＦＡＸ",
            "website": "ホームページ",
            "municipality_code": "市町村",
        },
        {"kind": "その他", "-activity_fields": "", GAPS: "1"},
        ["new", "new", "wrong"],
    ),
    OtherList(
        "推奨データセット 公共施設一覧",
        [
            [
                *("都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "名称"),
                *(
                    "名称_カナ",
                    "名称_通称",
                    "POIコード",
                    "住所",
                    "方書",
                    "緯度",
                    "経度",
                    "電話番号",
                ),
                *("内線番号", "利用可能曜日", "開始時間", "終了時間", "説明", "URL", "備考"),
            ],
            [
                *(
                    "312029",
                    "1",
                    "鳥取県",
                    "米子市",
                    "米子ふれあいの家",
                    "ヨナゴフレアイノイエ",
                    "",
                    "",
                ),
                *("鳥取県米子市加茂町９丁目１", "", "35.4", "133.3", "0859-99-0301", "", "月火"),
                *("9:00", "17:00", "だれでも集える家", "https://www.example.jp/", ""),
            ],
        ],
        {
            "name": "名称",
            "name_kana": "名称_カナ",
            "municipality_code": "市区町村名",
            "address": "住所",
            "phone": "電話番号",
            "activities": "説明",
            "website": "URL",
        },
        {"kind": "任意団体", GAPS: "1"},
        ["new"],
    ),
    OtherList(
        "自治体標準オープンデータセット（公共施設）",
        [
            [
                *(
                    "全国地方公共団体コード",
                    "ID",
                    "地方公共団体名",
                    "名称",
                    "名称_カナ",
                    "名称_英語",
                ),
                *("所在地_全国地方公共団体コード", "町字ID", "所在地_連結表記", "所在地_都道府県"),
                *("所在地_市区町村", "所在地_町字", "電話番号", "郵便番号", "説明", "URL"),
            ],
            [
                *("31201", "0001", "鳥取市", "とりりん交流館", "トリリンコウリュウカン", ""),
                *("31201", "", "鳥取県鳥取市富安９丁目３", "鳥取県", "鳥取市", "富安", "857990401"),
                *("6800099", "交流の場", ""),
            ],
        ],
        {
            "name": "名称",
            "name_kana": "名称_カナ",
            "municipality_code": "所在地_市区町村",
            "address": "所在地_連結表記",
            "phone": "電話番号",
            "postal_code": "郵便番号",
            "activities": "説明",
            "website": "URL",
        },
        {"kind": "任意団体", GAPS: "1"},
        ["new"],
    ),
    OtherList(
        "社会福祉施設の一覧（非表示の先頭シート）",
        [
            [
                "施設名（正式）",
                "設置主体【法人名】",
                "〒",
                "所在地",
                "電話番号（代表）",
                "定員（人）",
            ],
            [
                "ひだまりの里",
                "社会福祉法人ひだまり",
                "683-0099",
                "日野郡日野町根雨９",
                "0859-99-0501",
                20,
            ],
        ],
        {
            "name": "施設名（正式）",
            "postal_code": "〒",
            "address": "所在地",
            "phone": "電話番号（代表）",
        },
        {"kind": "社会福祉法人", GAPS: "1"},
        ["new"],
        encoding="",
        before={"コード表": [["コード", "語"], [1, "あ"]]},
    ),
    OtherList(
        "市民活動団体の登録一覧",
        [
            [
                *("団体名", "ふりがな", "団体の種類", "代表者名", "連絡先住所", "連絡先電話番号"),
                *("E-mail", "活動内容", "活動の分野", "設立年月"),
            ],
            [
                *("「手と手」の会！", "てとてのかい！", "ボランティア団体", "手取 三郎"),
                *("〒680-0099 鳥取市西町９丁目４", "090-9999-0601", "tete@example.jp"),
                *("手話を学ぶ。", "障がい者支援", "平成15年7月"),
            ],
            [
                *("無番地会", "むばんちかい", "宗教法人", "無 名", "八頭郡八頭町郡家９９"),
                *("0858-99-0602", "", "集う。", "", "1998-04-01"),
            ],
        ],
        {
            "name": "団体名",
            "name_kana": "ふりがな",
            "kind": "団体の種類",
            "representative_name": "代表者名",
            "phone": "連絡先電話番号",
            "email": "E-mail",
            "activities": "活動内容",
            "activity_fields": "活動の分野",
            "founded_year": "設立年月",
        },
        {"+address": "連絡先住所", GAPS: "1"},
        ["new", "new"],
    ),
    OtherList(
        "会員名簿（前の担当の表）",
        [
            [
                "団体名",
                "種別",
                "郵便番号",
                "住所",
                "電話",
                "FAX",
                "代表",
                "担当者",
                "担当者メール",
                "入会日",
            ],
            [
                *(
                    "株式会社まるや",
                    "株式会社",
                    "680-0098",
                    "鳥取市行徳９－１",
                    "0857-99-0701",
                    "",
                    "丸屋 勇",
                ),
                *("丸屋 次", "maruya@example.jp", "令和7年4月1日"),
            ],
            [
                *(
                    "学校法人さんかく",
                    "学校法人",
                    6830098,
                    "米子市錦町９－２",
                    859990702,
                    "",
                    "三角 光",
                ),
                *("三角 次", "sankaku@example.jp", 45748),
            ],
        ],
        {
            "name": "団体名",
            "postal_code": "郵便番号",
            "address": "住所",
            "phone": "電話",
            "fax": "FAX",
            "representative_name": "代表",
            "business_contact_name": "担当者",
            "business_contact_email": "担当者メール",
            "member_since": "入会日",
        },
        {"+kind": "種別", GAPS: "1"},
        ["new", "new"],
        encoding="",
    ),
)


def struck(content: bytes, cell: str) -> bytes:
    """Return a workbook with a cell struck out."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active[cell].font = Font(strike=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
