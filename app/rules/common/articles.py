"""Every article cited by the rules, named by subject.

規約 = とっとり孤独・孤立対策官民連携プラットフォーム規約, 要領 = 一般団体入会要領,
法 = 孤独・孤立対策推進法.
"""

from datetime import date

from app.rules import Article, Source

IN_FORCE = date(2024, 4, 1)
"""規約附則, 要領附則: the day from which the by-laws and the guideline are in force."""

_BYLAWS, _GUIDELINE, _ACT = Source.BYLAWS, Source.GUIDELINE, Source.ACT

# 規約
MEMBERS = Article(_BYLAWS, 4)
EXECUTIVE_MEMBERS = Article(_BYLAWS, 4, None, 1)
CONSENT_TO_SERVE = Article(_BYLAWS, 5, 1)
ADMISSION = Article(_BYLAWS, 5, 2)
LEAVING = Article(_BYLAWS, 6)
GROUND_OUT_OF_CONTACT = Article(_BYLAWS, 6, None, 1)
GROUND_BREACH = Article(_BYLAWS, 6, None, 2)
GROUND_DISSOLVED = Article(_BYLAWS, 6, None, 3)
GROUND_ANTI_SOCIAL = Article(_BYLAWS, 6, None, 4)
GROUND_HINDRANCE = Article(_BYLAWS, 6, None, 5)
PLATFORM_MEETING = Article(_BYLAWS, 8)
POWER_REGULATIONS = Article(_BYLAWS, 9, None, 1)
POWER_EXECUTIVES = Article(_BYLAWS, 9, None, 2)
POWER_EXPULSION = Article(_BYLAWS, 9, None, 3)
POWER_OTHER = Article(_BYLAWS, 9, None, 4)
CALLING = Article(_BYLAWS, 10, 1)
CHAIR = Article(_BYLAWS, 10, 2)
OBSERVERS = Article(_BYLAWS, 10, 3)
QUORUM = Article(_BYLAWS, 11, 1)
DECISION = Article(_BYLAWS, 12, 1)
CHAIR_HAS_NO_VOTE = Article(_BYLAWS, 12, 2)
PROXY = Article(_BYLAWS, 12, 3)
EMAIL_STATEMENT = Article(_BYLAWS, 12, 4)
DEEMED_RESOLUTION = Article(_BYLAWS, 12, 5)

# 要領
SCOPE = Article(_GUIDELINE, 1)
APPLICATION = Article(_GUIDELINE, 2, 1)
APPLICATION_DECISION = Article(_GUIDELINE, 2, 2)
CHECKS = Article(_GUIDELINE, 2, 3)
CHECK_ACTIVITY = Article(_GUIDELINE, 2, 3, 1)
CHECK_ANTI_SOCIAL = Article(_GUIDELINE, 2, 3, 2)
CHECK_KIND = Article(_GUIDELINE, 2, 3, 3)
ROSTER = Article(_GUIDELINE, 3, 1)
CHANGE_NOTICE = Article(_GUIDELINE, 3, 2)
DISCLOSURE = Article(_GUIDELINE, 3, 3)
WITHDRAWAL = Article(_GUIDELINE, 4, 1)
READMISSION = Article(_GUIDELINE, 5, 1)
READMISSION_BAR = Article(_GUIDELINE, 5, 2)
AMENDMENT = Article(_GUIDELINE, 6)

# 法
SUPPORTERS = Article(_ACT, 12)
COUNCIL = Article(_ACT, 15, 1)
COUNCIL_PUBLIC_NOTICE = Article(_ACT, 15, 2)
COUNCIL_EXCHANGE = Article(_ACT, 16, 1)
COUNCIL_SUPPORT = Article(_ACT, 16, 2)
COUNCIL_REQUEST = Article(_ACT, 16, 3)
COORDINATING_BODY = Article(_ACT, 17, 1)
COORDINATION = Article(_ACT, 17, 2)
SECRECY = Article(_ACT, 18)
COUNCIL_RULES = Article(_ACT, 19)
SECRECY_PENALTY = Article(_ACT, 28)
