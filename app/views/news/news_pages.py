"""Pages beside the register of news: feeds, digests, and what a reader of the digest wants."""

from collections.abc import Callable
from datetime import date

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.documents.news import feeds as formats
from app.documents.news.feeds import Feed
from app.errors import NotFound
from app.extensions import db
from app.security import guard
from app.security.limits import limit_posts
from app.services.news import digests, feeds, preferences
from app.views.common.base import View, links, redirect_with_success, run, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.news.news import PreferencesForm


class NewsPagesView(View):
    """`/news/feed.atom`, `/news/feed.json`, `/news/digests`, `/news/preferences`."""

    route_base = "/news"
    default_view = "digests"

    @expose("/feed.atom")
    @has_access
    @permission_name("feed")
    def atom(self) -> Response:
        return _feed(formats.atom, "application/atom+xml; charset=utf-8")

    @expose("/feed.json")
    @has_access
    @permission_name("feed")
    def json(self) -> Response:
        return _feed(formats.json_feed, "application/feed+json; charset=utf-8")

    @expose("/digests")
    @has_access
    @permission_name("feed")
    def digests(self) -> str:
        return render_template("news/digests.html", found=digests.published(viewer()))

    @expose("/digests/<day>")
    @has_access
    @permission_name("feed")
    def digest(self, day: str) -> str:
        try:
            digest, items = digests.on(viewer(), date.fromisoformat(day))
        except ValueError as error:
            raise NotFound from error
        return render_template(
            "news/digest.html",
            digest=digest,
            items=[each | {"day_read": date.fromisoformat(each["day"])} for each in items],
        )

    @expose("/preferences")
    @has_access
    def own(self) -> Response:
        """Lead to the person's own link."""
        return redirect(_choice("person", viewer().person(), preferences.own_nonce(viewer())), 303)

    @expose("/preferences/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("feed")
    @limit_posts("60 per hour")
    def preferences(self, token: str) -> Response:
        """Show and store a reader's wishes; opening the page changes nothing."""
        reader = links().read_preferences_token(token)
        with guard.acting_as_system(db.session()):
            stored = preferences.of(viewer(), *reader)
        form = PreferencesForm(obj=stored)
        if form.validate_on_submit():
            verb = form.since_opened(
                preferences.save, lambda: preferences.of(viewer(), *reader, lock=True)
            )
            with guard.acting_as_system(db.session()):
                saved = run_for_form(form, verb, *reader, **form.wishes())
            if saved is not None:
                return redirect_with_success(
                    _("Your choice has been saved."), url_for(".preferences", token=token)
                )
        page = render_template(
            "news/preferences.html",
            form=form,
            stored=stored,
            token=token,
            may_renew=preferences.may_renew(viewer(), *reader[:2]),
        )
        response = make_response(page, 422 if request.method == "POST" else 200)
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/preferences/<token>/renew", methods=("POST",))
    @has_access
    @permission_name("own")
    def renew(self, token: str) -> Response:
        """Make the reader's links void, for whoever it is logged in."""
        row_id, kind, nonce = links().read_preferences_token(token)
        with guard.acting_as_system(db.session()):
            wish = run(preferences.renew, row_id, kind, nonce)
            url = _choice(kind, row_id, wish.nonce)
        return redirect_with_success(_("Former links are void. This is the new one."), url)


def _choice(kind: str, row_id: int, nonce: str) -> str:
    """Return the address of a reader's choice."""
    url = links().news_preferences(kind, row_id, nonce)
    return url_for("NewsPagesView.preferences", token=url.rpartition("/")[2])


def _feed(written: Callable[[Feed], bytes], kind: str) -> Response:
    """Answer a feed of public news; 304 where the reader has it."""
    field, municipality = request.args.get("field", ""), request.args.get("municipality", "")
    wanted = {"field": field, "municipality": municipality}
    path = url_for(request.endpoint or "", **{key: code for key, code in wanted.items() if code})
    feed = feeds.feed(viewer(), links(), path, field=field, municipality=municipality)
    response = make_response(written(feed))
    response.content_type = kind
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    answer: Response = response.make_conditional(request)
    return answer
