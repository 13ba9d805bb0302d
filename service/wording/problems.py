"""What is wrong with a parameter, as text that is read after its name."""

from collections.abc import Callable
from typing import Any

from service.errors import Problem

from .wording import Wording


def problem_text(problem: Problem, wording: Wording, said: str | None = None) -> str:
    """The rule that is broken, in words of its own or as `said`. `nearest` becomes a part of its
    own, or nothing."""
    words = {name: _words(name)(value, wording) for name, value in problem.values.items()}
    return (said or wording.problems[problem.code]).format_map(words)


def _words(name: str) -> Callable[[Any, Wording], Any]:
    return {"nearest": _nearest, "state": _state, "services": _services}.get(name, _plain)


def _nearest(guesses: list[str], wording: Wording) -> str:
    return wording.phrases["nearest"].format(names=_listed(guesses)) if guesses else ""


def _state(code: str, wording: Wording) -> str:
    return wording.names["states"][code]


def _services(codes: list[str], wording: Wording) -> str:
    return _listed([wording.names["services"][code] for code in codes])


def _plain(value: Any, _: Wording) -> Any:
    return _listed(value) if isinstance(value, list) else value


def _listed(parts: list[str]) -> str:
    """Codes or places; places hold commas themselves."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)
