"""Merging two records of one organisation (統合).

May import every wing from common to support.
"""
