"""What every wing stands on.

May import no other wing.
"""
