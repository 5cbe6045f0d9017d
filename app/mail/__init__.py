"""Letters as text, inbound mail, and the connection to the mail server."""
