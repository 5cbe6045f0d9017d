"""Letters as text, and the way out to the mail server."""
