"""The papers: one module per paper, data in, PDF out. Typst sets them from `templates/`."""
