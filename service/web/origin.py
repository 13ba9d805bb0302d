"""Whether a form was sent from a page of ours, as far as the browser tells."""

from urllib.parse import urlsplit

from flask import current_app, request

# Older browsers say nothing of the site; with our referrer policy some say "null" of the origin.
_OUR_SITE = ("same-origin", "none", "")
_UNTOLD = ("", "null")


def is_from_here() -> bool:
    """Forms hold a token besides: this keeps out who has got hold of one."""
    if request.headers.get("Sec-Fetch-Site", "") not in _OUR_SITE:
        return False
    origin = request.headers.get("Origin", "")
    ours = (request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc)
    return origin in _UNTOLD or urlsplit(origin).netloc in ours
