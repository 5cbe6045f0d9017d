"""Individual cases: records, sharing, conferences, issue sheets, disclosure, end (個別ケース).

May import every wing from common to council.
"""
