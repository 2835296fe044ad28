"""The site as one Flask application.

    create_app(searcher, archive, Settings())

The searcher is passed in, so the engine can change without a line of `web` changing.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, url_for
from werkzeug.local import LocalProxy
from werkzeug.routing import BaseConverter

from index.caching import ByteCache
from index.newstext.estimated import estimate
from web.access import install_access
from web.api.export import exports
from web.api.feed import feeds
from web.api.guide import guide
from web.api.sitemap import sitemaps
from web.api.views import api
from web.audit import install_audit
from web.caching import asset_versions, install_caching
from web.compression import install_compression
from web.headers import install_headers
from web.hosts import install_hosts
from web.language import install_language, other_languages
from web.links import article_path, narrowing, with_args
from web.logs import install_logs
from web.metrics import Metrics
from web.pages.named import SUBJECTS, blueprints
from web.pages.values import values
from web.pages.versions import versions
from web.pages.views import pages
from web.problems import install_problems
from web.proxies import install_proxies
from web.service import service
from web.settings import Settings
from web.site import Site, install_site
from web.texts.plain import plain
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from index.archive.store import Archive
    from search.searcher import Searcher

_STATIC = Path(__file__).parent / "pages" / "static"


class IdConverter(BaseConverter):
    """An article's id in a path: any characters at all, slashes at either end included."""

    regex = r"(?s:.+)"
    part_isolating = False


class Application(Flask):
    """A site none of whose functions is a coroutine; Flask asks about each, each time."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func``."""
        return func


def create_app(searcher: Searcher, archive: Archive, settings: Settings | None = None) -> Flask:
    """Return the site, answering from ``searcher`` and ``archive``."""
    settings = settings or Settings()
    app = Application(
        __name__,
        static_url_path="/static",
        static_folder=_STATIC,
        template_folder="pages/templates",
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.url_map.converters["id"] = IdConverter
    app.url_map.merge_slashes = False  # an id may hold two in a row
    site = Site(searcher, archive, settings, Metrics(), ByteCache(settings.keep_mb << 20))
    install_site(app, site)
    site.metrics.registry.register(site.lane)
    install_logs(app, site.metrics.observe, log_queries=settings.log_queries)
    install_compression(app, settings)  # of what all others have made
    assets = asset_versions(_STATIC)
    install_caching(app, assets)
    install_hosts(app, settings)
    install_proxies(app, settings)  # around the hosts: it runs first
    install_headers(app, settings)
    if settings.rate or settings.rate_exports:
        from web.limits import install_limits  # noqa: PLC0415 - of an extra

        install_limits(app, settings)
    install_access(app, settings)
    install_audit(app, settings)
    install_language(app, is_secure=settings.base_url.startswith("https:"))
    install_problems(app)
    if not settings.is_private:
        app.register_blueprint(sitemaps)
    for blueprint in (pages, *blueprints, values, versions, api, guide, exports, feeds, service):
        app.register_blueprint(blueprint)

    def say(key: str, **values: object) -> str:
        return site.locale.say(key, **values)

    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "finalize": plain}
    app.jinja_env.globals.update(
        locale=LocalProxy(lambda: site.locale),
        say=say,
        languages=lambda: other_languages(site.locale.language),
        settings=site.settings,
        path=article_path,
        iso=iso,
        estimate=estimate,
        static_address=partial(_static_address, assets),
        with_args=with_args,
        narrowing=narrowing,
        subjects=SUBJECTS,
    )
    return app


def _static_address(versions: Mapping[str, str], name: str) -> str:
    return url_for("static", filename=name, v=versions[name])
