"""A document as one file made for print, that reads well on a screen too; it runs no script."""

from jinja2 import Environment, PackageLoader, StrictUndefined

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
