"""Consultation desks, those who support, and whom they pass people on to (相談窓口).

May import every wing from common to cases.
"""
