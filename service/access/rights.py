"""What a token may be given: roles with what each of them needs, and nothing that means nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.directory.npi import is_npi
from service.errors import InvalidQuery, Problem

from .principal import GRANTS, ROLES

TOKEN_ROLES = tuple(role for role in ROLES if role != "public")
_CHAPTER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NPI_EXAMPLE, CHAPTER_EXAMPLE = "1234567893", "ny-upstate"


@dataclass(frozen=True)
class Rights:
    roles: frozenset[str]
    organization: str | None = None
    npi: str | None = None
    chapters: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()


def check_rights(rights: Rights) -> None:
    """Raises InvalidQuery with a problem for each thing that is wrong."""
    if problems := list(_problems(rights)):
        raise InvalidQuery(*problems)


def is_chapter(text: str) -> bool:
    return bool(_CHAPTER.fullmatch(text))


def _problems(rights: Rights) -> Iterator[Problem]:
    if not rights.roles or not rights.roles <= set(TOKEN_ROLES):
        yield Problem("role", "not_among", {"choices": list(TOKEN_ROLES)}, "clinician")
    for parameter, role in (("organization", "clinician"), ("npi", "ot")):
        value = getattr(rights, parameter)
        if value is None and role in rights.roles:
            yield Problem(parameter, "needed_with_role", {"role": role}, NPI_EXAMPLE)
        if value is not None and not is_npi(value):
            yield Problem(parameter, "npi_check_digit", example=NPI_EXAMPLE)
    if not all(map(is_chapter, rights.chapters)):
        yield Problem("chapter", "not_a_chapter", example=CHAPTER_EXAMPLE)
    if not rights.grants <= set(GRANTS):
        yield Problem("grant", "not_among", {"choices": list(GRANTS)}, GRANTS[0])
    elif rights.grants and "staff" not in rights.roles:
        yield Problem("grant", "only_with_role", {"role": "staff"}, GRANTS[0])
