"""What members file and what is filed about them: changes, withdrawal, release, consent, expulsion (届出・除名).

May import every wing from common to admission.
"""
