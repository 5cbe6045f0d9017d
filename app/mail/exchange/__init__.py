"""What members do for each other: needs and offers, patronage, referrals, surveys (会員どうしのやりとり).

May import every wing from common to news.
"""
