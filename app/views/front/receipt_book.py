"""The book of receipts (収受簿)."""

from flask import render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app import clock
from app.services.front import receipt_book
from app.services.front.receipt_book import Entry, Paper
from app.views.common.base import View, viewer
from app.views.common.files import XLSX, download
from app.views.common.listing import listing
from app.views.common.paging import page_number

PAGES = {
    Paper.APPLICATION: "ApplicationView.show",
    Paper.CHANGE_NOTICE: "ChangeNoticeView.show",
    Paper.WITHDRAWAL: "WithdrawalView.show",
    Paper.RELEASE: "ReleaseView.show",
    Paper.CONSENT: "ConsentView.show",
    Paper.EXPULSION_STATEMENT: "ExpulsionView.show",
    Paper.PROXY: "MeetingView.show",
    Paper.STATEMENT: "MeetingView.show",
}


class ReceiptBookView(View):
    """`/receipts`."""

    route_base = "/receipts"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        entries, total = receipt_book.page(viewer(), number=number)
        return render_template(
            "front/receipt_book.html",
            entries=entries,
            total=total,
            number=number,
            address=address,
        )

    @expose("/receipts.xlsx")
    @has_access
    @permission_name("list")
    def xlsx(self) -> Response:
        content = receipt_book.workbook(viewer())
        return download(content, XLSX, f"receipts-{clock.today():%Y%m%d}.xlsx")


def address(entry: Entry) -> str:
    """Return the address of what came in."""
    return url_for(PAGES[entry.paper], pk=entry.page_id)
