"""The published shapes of chapters."""

from marshmallow import fields

from service.eligibility.chapters import LEVELS

from .schemas_eligibility import AreaShape, ContactShape, ProgramSourceShape
from .shapes import Shape, choice, items, maybe, one, string


class ChapterShape(Shape):
    """A chapter, or with `fallback` somebody for whoever no chapter serves, who has no area."""

    id = string()
    name = string()
    contact = one(ContactShape)
    hours = maybe()
    area = one(AreaShape)
    fallback = fields.Boolean(required=True)
    source = one(ProgramSourceShape)


class ServingShape(ChapterShape):
    """`by`: how closely its area names the place. `tentative`: by what was not told, but follows
    from a table that can be wrong."""

    by = choice(LEVELS)
    tentative = fields.Boolean(required=True)
    text = string()


class WhereShape(Shape):
    label = string()
    postal_code = maybe()
    county = maybe()
    state = maybe()
    tentative = items(choice(LEVELS))


class ChaptersShape(Shape):
    """Whose chapter a place is: ZIP code before county before state. `otherwise` serve it if what
    is tentative is not so; `fallback` is for a place that nobody serves for certain."""

    place = one(WhereShape)
    chapters = items(ServingShape)
    otherwise = items(ServingShape)
    fallback = items(ChapterShape)
    text = string()
