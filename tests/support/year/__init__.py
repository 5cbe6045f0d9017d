"""A fiscal year of the platform, lived through over HTTP: a module for each of its chapters."""
