"""URL rules that prepare the building of their address when it is first asked for."""

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule


class UrlRule(Rule):
    """A rule like Werkzeug's, which compiles two functions for each of a thousand rules at start-up."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_it = super()._compile_builder

        @cache
        def builder() -> Any:
            return compile_it(append_unknown)

        return lambda rule, /, **values: builder()(rule, **values)
