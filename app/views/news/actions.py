"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "news.publish": _l("News of a member published"),
    "news.send_back": _l("News of a member sent back"),
    "digest.put_together": _l("Weekly digest put together"),
    "digest.finish": _l("Weekly digest written to all readers"),
    "digest_wish.save": _l("Choice about the weekly digest saved"),
    "digest_wish.renew": _l("Former links to the choice about the weekly digest made void"),
    "webhook.create": _l("Receiver of webhooks added"),
    "webhook.rotate": _l("New secret for a receiver of webhooks"),
    "webhook.reveal": _l("Secret of a receiver of webhooks shown"),
    "webhook.turn_off": _l("Receiver of webhooks turned off"),
    "webhook.turn_on": _l("Receiver of webhooks turned on"),
    "webhook.replay": _l("Webhook sent again"),
    "webhook.fail": _l("Receiver of webhooks turned off because it failed"),
}
SUBJECTS = {
    "digest": _l("Weekly digest"),
    "digest_wish": _l("Preferences for news"),
    "webhook": _l("Receiver of webhooks"),
}
