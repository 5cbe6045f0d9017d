"""Article by article: what enforces each, which test proves it, where a user meets it."""

from flask import render_template, request
from flask_appbuilder import expose, has_access

from app.services.regulations import article_table
from app.views.common.base import View


class ArticleView(View):
    """`/articles`: one text at a time, or of all texts what holds the query."""

    route_base = ""
    default_view = "list"

    @expose("/articles")
    @has_access
    def list(self) -> str:
        query = request.args.get("q", "").replace("\0", "").strip()[:100]
        texts = article_table.texts(query)
        asked = request.args.get("text")
        chosen = asked if asked in [text.slug for text in texts] else "bylaws"
        return render_template("regulations/articles.html", texts=texts, query=query, chosen=chosen)
