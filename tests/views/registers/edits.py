"""Edit forms of this wing, besides those of the registers themselves."""

EXCEPTIONS = {
    "/register-imports/<int:pk>/columns": "the file is read again with what was assigned last",
}
