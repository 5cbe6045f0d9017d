"""Registers declared once: lists, entries, history, tables, import (台帳).

May import every wing from common to roster.
"""
