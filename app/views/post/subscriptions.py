"""The page by which a recipient stops letters (RFC 8058): opening it changes nothing."""

from flask import render_template, request
from flask_appbuilder import expose, has_access

from app.extensions import csrf, db
from app.security import guard
from app.services.post import subscriptions
from app.views.common.base import View, links, run_as_system, viewer

# A mail program posts without having opened the page. The token is known to the recipient alone.
csrf.exempt("app.views.post.subscriptions.stop")


class SubscriptionView(View):
    """`/letters/<token>/stop`."""

    route_base = "/letters"
    default_view = "stop"

    @expose("/<token>/stop", methods=("GET", "POST"))
    @has_access
    def stop(self, token: str) -> str:
        letter_id = links().read_stop_token(token)
        if request.method == "POST":
            resumes = request.form.get("resume") == "1"
            run_as_system(subscriptions.resume if resumes else subscriptions.stop, letter_id)
        with guard.acting_as_system(db.session()):
            found = subscriptions.of_letter(viewer(), letter_id)
        return render_template("post/subscription.html", subscription=found)
