"""The papers: one module per paper, data in, PDF out, typeset by Typst from `templates/`."""
