"""The sending domain (送信ドメイン): its keys, and the DNS records to publish."""

from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_appbuilder import expose, has_access

from app.mail.common import dkim_keys
from app.rules.post import dns_records
from app.rules.post.routes import domain_of
from app.services.common import settings as office_settings
from app.views.common.base import View


class SendingDomainView(View):
    """`/sending-domain`."""

    route_base = "/sending-domain"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> str:
        settings = current_app.config
        keys = dkim_keys.read(settings["DKIM_KEYS"])
        urls = (settings["SMTP_URL"], *settings["SMTP_ROUTES"].values())
        return render_template(
            "post/sending_domain.html",
            sender=settings["MAIL_FROM"],
            bounce_mailbox=settings["BOUNCE_MAILBOX"],
            reads_bounces=bool(settings["BOUNCE_IMAP_URL"] or settings["IMAP_URL"]),
            keys=keys,
            signing=next((key for key in keys if not key.fault), None),
            records=dns_records.records(
                sender=settings["MAIL_FROM"],
                bounce_mailbox=settings["BOUNCE_MAILBOX"],
                hosts=[urlsplit(url).hostname or "" for url in urls],
                keys=[(key.selector, key.public) for key in keys if not key.fault],
                reports_to=office_settings.values()["email"],
            ),
            domain=domain_of(settings["MAIL_FROM"]),
        )
