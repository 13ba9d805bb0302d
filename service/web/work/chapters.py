"""Chapters as pages name them: by their names, or by their ids where nothing else is known."""

from collections.abc import Iterable

from service.eligibility.chapters import Chapters


def chapter_names(chapters: Chapters, ids: Iterable[str]) -> dict[str, str]:
    """By id, in the order of the names."""
    named = {each: chapter_name(chapters, each) for each in ids}
    return dict(sorted(named.items(), key=lambda one: (one[1], one[0])))


def chapter_name(chapters: Chapters, identity: str) -> str:
    found = chapters.by_id.get(identity)
    return found.name if found else identity
