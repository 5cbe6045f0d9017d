"""The product's settings, which whoever runs the tests may have in the environment."""

NAMES = (
    *("APP_ENV", "DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY", "TOTP_KEY", "CASE_KEY"),
    *("INSTANCE_DIR", "PORT", "BASE_URL", "TRUSTED_HOSTS", "TRUSTED_PROXIES", "HTTPS"),
    *("DEMONSTRATION", "MAIL_FROM"),
    *("SECRETARIAT_ADDRESS", "SECRETARIAT_PHONE", "SECRETARIAT_EMAIL"),
    *("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_LABEL"),
    "OIDC_SECOND_FACTOR",
)
