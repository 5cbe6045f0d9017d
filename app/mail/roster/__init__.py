"""Public roster, open data, import and export (名簿).

May import every wing from common to filings.
"""
