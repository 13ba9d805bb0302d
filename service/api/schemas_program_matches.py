"""The published shape of programs with the OTs whom they pay."""

from marshmallow import fields

from .schemas import LeftOutShape
from .schemas_chapters import ChaptersShape
from .schemas_coverage import CoverageShape
from .schemas_eligibility import NotInEffectShape, ResultShape
from .schemas_matches import MemberStepShape, ReferableMatchShape
from .shapes import Shape, items, maybe, one, string


class ProvidersShape(Shape):
    """The OTs near the person whom a program pays, ranked; `text` says how it stands. `total` is
    null where nobody was looked for. `search` is the body by which POST /matches finds all of
    them."""

    total = maybe(fields.Integer)
    text = string()
    matches = items(ReferableMatchShape)
    left_out_unknown = items(LeftOutShape)
    relaxations = items(MemberStepShape)
    suggestions = items(MemberStepShape)
    search = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class ProgramProvidersShape(ResultShape):
    providers = one(ProvidersShape)


class ProgramMatchesShape(Shape):
    """The answer of a check, the best news first, with the OTs of each program that the person has
    or may have. `coverage` is that of the plan among the facts, `chapters` are those of where the
    person lives; null where the facts do not tell."""

    on = fields.Date(required=True)
    programs = items(ProgramProvidersShape)
    not_in_effect = items(NotInEffectShape)
    coverage = one(CoverageShape, allow_none=True)
    chapters = one(ChaptersShape, allow_none=True)
