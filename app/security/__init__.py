"""Identity, permissions and row visibility."""
