"""Words of a desk: can it take people, how does one reach it, in which languages."""

from app.rules.common.labelled import Labelled


class Capacity(Labelled):
    """Whether a desk can take new people now (受け入れの状況), the readiest first."""

    TAKING = "taking", "受け入れ可"
    WAITING = "waiting", "待ち"
    PAUSED = "paused", "停止"


class Channel(Labelled):
    """A way to a desk (相談方法)."""

    VISIT = "visit", "来所"
    PHONE = "phone", "電話"
    FAX = "fax", "FAX"
    MAIL = "mail", "メール"
    CHAT = "chat", "チャット"
    LINE = "line", "LINE"
    ONLINE = "online", "オンライン"
    SIGN_LANGUAGE = "sign_language", "手話"
    RELAY = "relay", "電話リレー"
    HOME_VISIT = "home_visit", "訪問"


class Language(Labelled):
    """A language in which a desk answers (対応言語); the value is its tag of BCP 47."""

    JAPANESE = "ja", "日本語"
    SIMPLE_JAPANESE = "ja-simple", "やさしい日本語"
    ENGLISH = "en", "英語"
    CHINESE = "zh", "中国語"
    KOREAN = "ko", "韓国語"
    VIETNAMESE = "vi", "ベトナム語"
    FILIPINO = "fil", "フィリピノ語"
    INDONESIAN = "id", "インドネシア語"
    NEPALI = "ne", "ネパール語"
    BURMESE = "my", "ミャンマー語"
    THAI = "th", "タイ語"
    PORTUGUESE = "pt", "ポルトガル語"
    SPANISH = "es", "スペイン語"
