"""Programmes of the prefecture, advisory council, library, municipalities' pages (施策、審議会).

May import every wing from common to support.
"""
