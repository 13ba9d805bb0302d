"""A document as one file made for print, that reads well on a screen too; it runs no script."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .document import Document, plain

_TEMPLATES = Environment(
    loader=PackageLoader("service.letters"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_html(document: Document) -> str:
    return _TEMPLATES.get_template("document.html").render(plain(document))


def render_blocks(document: Document) -> Markup:
    """What stands below its title, to be a part of another page."""
    blocks = _TEMPLATES.get_template("blocks.html").render(plain(document))
    return Markup(blocks)  # noqa: S704  the template has escaped every text
