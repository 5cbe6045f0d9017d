"""Chapter of support: desks with hours, and whom they pass on to."""

from collections.abc import Iterator
from datetime import datetime

from app.demonstration.story import Stage
from app.models.support.desk import Desk, DeskPassing
from app.rules.support.desk_words import Capacity
from app.security.viewer import SYSTEM
from app.services.registers import entries

WEEK = "月〜金 8:30〜17:15\n祝日 休み"
DESKS = (
    ("まるごと相談窓口なんぶ", "マルゴトソウダンマドグチナンブ", "other", "どこに相談したらよいか分からないことを、一緒に考えます。", "visit phone", "313891", WEEK, Capacity.TAKING),
    ("くらしとお金の相談室", "クラシトオカネノソウダンシツ", "money housing", "家計、家賃、借金の相談に応じます。", "visit phone mail", "312011", WEEK, Capacity.TAKING),
    ("すまい探しの相談", "スマイサガシノソウダン", "housing", "住まいを探す人に付き添います。", "phone home_visit", "313718", "火・木 10:00〜16:00", Capacity.WAITING),
    ("若者のしごと相談つみき", "ワカモノノシゴトソウダンツミキ", "work", "短い時間の仕事から一緒に探します。", "visit online", "312029", "月〜土 10:00〜18:00", Capacity.TAKING),
    ("夜のよりそい電話", "ヨルノヨリソイデンワ", "health other", "眠れない夜に話を聞きます。", "phone", "312011", "毎日 20:00〜23:00", Capacity.TAKING),
    ("介護する人の相談", "カイゴスルヒトノソウダン", "health", "介護をする人の疲れや迷いを聞きます。", "phone visit", "313025", WEEK, Capacity.PAUSED),
    ("子どもと学びの相談", "コドモトマナビノソウダン", "children", "学校に行きづらい子どもと家族の相談です。", "visit line", "312045", "月〜金 9:00〜19:00", Capacity.TAKING),
    ("外国人くらしの相談", "ガイコクジンクラシノソウダン", "other work", "やさしい日本語と通訳で相談に応じます。", "visit phone", "312029", "水・土 13:00〜17:00", Capacity.TAKING),
)  # fmt: skip
"""Name, kana, troubles, what it does, ways, municipality, hours, whether it takes people."""
PASSINGS = (
    (0, 1, "家計や借金の相談のとき"), (0, 2, "住まいを失うおそれがあるとき"), (0, 3, "働きたいとき"),
    (1, 2, "家賃の安い住まいを探すとき"), (3, 1, "給料日まで生活費がないとき"), (4, 0, "昼間の相談につなぐとき"),
    (6, 0, "家族全体の支援が要るとき"), (7, 3, "仕事を探すとき"), (5, 0, "介護のほかの困りごとがあるとき"),
)  # fmt: skip
FIELDS = ("name", "kana", "troubles", "does", "channels", "area", "hours", "capacity")
LISTS = ("troubles", "channels", "area")


def build(stage: Stage) -> Iterator[datetime]:
    """Desks and the ways between them."""
    yield stage.ago(105)
    keys = []
    for number, row in enumerate(DESKS, 80):
        said = dict(zip(FIELDS, row, strict=True))
        values = said | {key: str(said[key]).split() for key in LISTS}
        values |= {"phone": f"0857-00-00{number}", "fee": "無料", "remarks": "見本の窓口です。"}
        keys.append(entries.add(SYSTEM, Desk, values, source="見本").public_id)
    for source, target, reason in PASSINGS:
        passing = {"source": keys[source], "target": keys[target], "reason": reason}
        entries.add(SYSTEM, DeskPassing, passing, source="見本")
