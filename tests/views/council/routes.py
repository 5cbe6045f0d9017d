"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import council_desk
from tests.support.client import Examples

PERSON_PARTS = ("", "/end", "/strike", "/pledge", "/pledge/copy", "/pledge.pdf")

ROUTES = """
GET   /council/                                     - - - C S -
GET   /council/edit                                 - - - - S -
POST  /council/edit                                 - - - - S -
POST  /council/coordinating-body                    - - - - S -
GET   /council/bodies/                              - - - C S -
GET   /council/bodies/new                           - - - - S -
POST  /council/bodies/new                           - - - - S -
POST  /council/bodies/all                           - - - - S -
GET   /council/bodies/<int:pk>/end                  - - - - S -
POST  /council/bodies/<int:pk>/end                  - - - - S -
GET   /council/pledge                               - G E C S A
POST  /council/pledge                               - G E C S A
GET   /council/persons/                             - - - - S -
GET   /council/persons/new                          - - - - S -
POST  /council/persons/new                          - - - - S -
GET   /council/persons/<int:pk>                     - - - - S -
POST  /council/persons/<int:pk>                     - - - - S -
GET   /council/persons/<int:pk>/end                 - - - - S -
POST  /council/persons/<int:pk>/end                 - - - - S -
GET   /council/persons/<int:pk>/strike              - - - - S -
POST  /council/persons/<int:pk>/strike              - - - - S -
GET   /council/persons/<int:pk>/pledge              - - - - S -
POST  /council/persons/<int:pk>/pledge              - - - - S -
GET   /council/persons/<int:pk>/pledge/copy         - - - - S -
GET   /council/persons/<int:pk>/pledge.pdf          - - - - S -
GET   /council/namings/<int:pk>                     - - - C S -
POST  /council/namings/<int:pk>                     - - - C S -
POST  /council/namings/<int:pk>/propose             - - - - S -
POST  /council/namings/<int:pk>/take-back           - - - C S -
POST  /council/namings/<int:pk>/end                 - - - - S -
GET   /council/namings/<int:pk>/paper               - - - - S -
GET   /council/notice                               P G E C S A
GET   /council/notice/<int:pk>.pdf                  P G E C S A
GET   /council/notice/new                           - - - - S -
POST  /council/notice/new                           - - - - S -
GET   /council/notice/draft.pdf                     - - - - S -
GET   /council/notice/request.pdf                   - - - - S -
GET   /regulations/council-rules/amend              - - - - S -
POST  /regulations/council-rules/amend              - - - - S -
GET   /council/summaries/                           - G E C S -
GET   /council/summaries/<int:pk>                   - G E C S -
GET   /council/summaries/new                        - - - C S -
POST  /council/summaries/new                        - - - C S -
GET   /council/summaries/<int:pk>/edit              - - - C S -
POST  /council/summaries/<int:pk>/edit              - - - C S -
GET   /council/summaries/<int:pk>/propose           - - - C S -
POST  /council/summaries/<int:pk>/propose           - - - C S -
POST  /council/summaries/<int:pk>/publish           - - - C S -
POST  /council/summaries/<int:pk>/take-back         - - - C S -
"""

EXAMPLES: Examples = {
    "/council/bodies/<int:pk>/end": lambda client: {"pk": factories.body().id},
    **dict.fromkeys(
        (f"/council/persons/<int:pk>{part}" for part in PERSON_PARTS),
        lambda client: {"pk": council_desk.pledged_on_paper().id},
    ),
    **dict.fromkeys(
        (
            f"/council/summaries/<int:pk>{part}"
            for part in ("", "/edit", "/propose", "/publish", "/take-back")
        ),
        lambda client: {"pk": council_desk.summary().id},
    ),
    **dict.fromkeys(
        (f"/council/namings/<int:pk>{part}" for part in ("", "/propose", "/take-back", "/end")),
        lambda client: {"pk": council_desk.unpledged().id},
    ),
    "/council/namings/<int:pk>/paper": lambda client: {"pk": council_desk.named_on_paper().id},
    "/council/notice/<int:pk>.pdf": lambda client: {"pk": council_desk.published().id},
}
