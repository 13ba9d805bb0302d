"""The claim map: which claims of the issuer's tokens give which rights, as the operator says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from service.directory.npi import is_npi

from .principal import GRANTS
from .rights import TOKEN_ROLES, Rights, is_chapter

Claims = Mapping[str, Any]
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Claim:
    """Where a claim stands, and what its values mean here; None: they are taken as they are."""

    claim: tuple[str, ...]
    values: Mapping[str, str] | None = None

    def read(self, claims: Claims) -> frozenset[str]:
        """Values that mean something."""
        found = self._found(claims)
        if self.values is None:
            return frozenset(found)
        return frozenset(self.values[value] for value in found if value in self.values)

    def says(self, claims: Claims) -> bool:
        """Whether there is anything, known here or not."""
        return self._value(claims) not in (None, "", [])

    def _value(self, claims: Claims) -> Any:
        value: Any = claims if self.claim else None
        for step in self.claim:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def _found(self, claims: Claims) -> Iterator[str]:
        value = self._value(claims)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                yield each
            elif type(each) is int:  # an NPI may come as a number
                yield str(each)


_NOWHERE = Claim(())
EVERYWHERE = "*"  # in place of a chapter: staff of the whole service
_NOTHING = Rights(roles=frozenset())


@dataclass(frozen=True)
class ClaimMap:
    roles: Claim
    name: Claim = Claim(("name",))
    organization: Claim = _NOWHERE
    npi: Claim = _NOWHERE
    chapters: Claim = _NOWHERE
    grants: Claim = _NOWHERE

    def rights(self, claims: Claims) -> Rights:
        """Whoever is of an organization or of chapters that are not clear here gets nothing at all:
        without them staff would reach everything. So do staff of neither, where the map tells staff
        apart by them; but those whom it says to be of EVERYWHERE."""
        organization = _only_npi(self.organization.read(claims))
        told = self.chapters.read(claims)
        chapters = frozenset(filter(is_chapter, told))
        everywhere = self.chapters.values is not None and EVERYWHERE in told
        placed = everywhere or bool(chapters)
        if self.organization.says(claims) and not organization:
            return _NOTHING
        if self.chapters.says(claims) and not placed:
            return _NOTHING
        roles = self.roles.read(claims)
        if self._tells_staff_apart and not (placed or organization):
            roles -= {"staff"}
        return Rights(
            roles=roles,
            organization=organization,
            npi=_only_npi(self.npi.read(claims)),
            chapters=frozenset() if everywhere else chapters,
            grants=self.grants.read(claims),
        )

    @property
    def _tells_staff_apart(self) -> bool:
        return bool(self.organization.claim or self.chapters.claim)

    def name_in(self, claims: Claims) -> str | None:
        """As history shows it."""
        names = [" ".join(name.split()) for name in self.name.read(claims)]
        return next((n[:_LONGEST_NAME] for n in names if n and n.isprintable()), None)


def read_claim_map(path: str) -> ClaimMap:
    """Raises ValueError, which names what is wrong in the file."""
    try:
        told = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError):
        raise ValueError("must name a YAML or JSON file that can be read") from None
    try:
        return _ClaimMapSchema().load(told)
    except ValidationError as error:
        raise ValueError(f"names a file with a fault: {_first(error.messages)}") from None


def _only_npi(found: frozenset[str]) -> str | None:
    npis = [value for value in found if is_npi(value)]
    return npis[0] if len(npis) == 1 else None


def _first(messages: Any) -> str:
    """The first fault, after the names that lead to it."""
    if isinstance(messages, dict):
        name, inner = next(iter(messages.items()))
        return f"{name}: {_first(inner)}" if name != "_schema" else _first(inner)
    return str(messages[0])


class _Path(fields.Field[tuple[str, ...]]):
    """The claim's name, or names from the outermost on: they may hold dots themselves."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        steps = [value] if isinstance(value, str) else value
        if not isinstance(steps, list) or not steps or not all(isinstance(s, str) for s in steps):
            raise ValidationError("must be a claim's name, or a list of names, outermost first")
        return tuple(steps)


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _ClaimSchema(_Strict):
    claim = _Path(required=True)

    @post_load
    def _make(self, told: dict[str, Any], **_: Any) -> Claim:
        return Claim(**told)


def _meaning(check: Any, values_needed: bool = False, **options: Any) -> fields.Nested:
    meanings = fields.String(validate=check)
    values = fields.Dict(fields.String(), meanings, required=values_needed)
    return fields.Nested(_ClaimSchema.from_dict({"values": values}), **options)


def _checked_npi(text: str) -> None:
    if not is_npi(text):
        raise ValidationError("must be an NPI with the right check digit")


def _checked_chapter(text: str) -> None:
    if not (is_chapter(text) or text == EVERYWHERE):
        raise ValidationError(f'must be small letters, digits and hyphens, or "{EVERYWHERE}"')


class _ClaimMapSchema(_Strict):
    """Roles and grants are never taken as they are: a group that an issuer happens to call "admin"
    means nothing here until the operator says so."""

    name = fields.Nested(_ClaimSchema)
    roles = _meaning(validate.OneOf(TOKEN_ROLES), values_needed=True, required=True)
    organization = _meaning(_checked_npi)
    npi = _meaning(_checked_npi)
    chapters = _meaning(_checked_chapter)
    grants = _meaning(validate.OneOf(GRANTS), values_needed=True)

    @post_load
    def _make(self, told: dict[str, Any], **_: Any) -> ClaimMap:
        return ClaimMap(**told)
