"""The check that lists what a language lacks finds each kind of gap, and none as things are."""

import subprocess
import sys
from dataclasses import replace

import pytest

from service.wording.check import gaps, main, tables
from service.wording.languages import ENGLISH, SPANISH, WORDINGS


def with_text(wording, table: str, code: str, text: str):
    return replace(wording, **{table: {**getattr(wording, table), code: text}})


def with_name(wording, kind: str, code: str, name: str):
    return replace(wording, names={**wording.names, kind: {**wording.names[kind], code: name}})


def without_name(wording, kind: str, code: str):
    left = {known: name for known, name in wording.names[kind].items() if known != code}
    return replace(wording, names={**wording.names, kind: left})


def test_nothing_is_missing(capsys):
    assert gaps(ENGLISH, [SPANISH]) == []
    assert main(*WORDINGS.values()) == 0
    assert capsys.readouterr().out == ""


TABLES = [
    "sentences", "phrases", "problems", "titles", "details", "letters", "pages", "mail_subjects",
    "mail_texts",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_a_text_in_english_alone_is_reported(table):
    assert gaps(with_text(ENGLISH, table, "new", "New"), [SPANISH]) == [f"es: {table} lack new"]
    assert gaps(ENGLISH, [with_text(SPANISH, table, "old", "Viejo")]) == [
        f"es: {table} need no old"
    ]


@pytest.mark.parametrize("kind", ENGLISH.names)
def test_a_name_in_english_alone_is_reported(kind):
    new = with_name(ENGLISH, kind, "new", "New")
    assert gaps(new, [SPANISH]) == [f"es: names of {kind} lack new"]
    assert gaps(ENGLISH, [with_name(SPANISH, kind, "new", "")]) == [
        f"es: names of {kind} need no new"
    ]


def test_a_whole_kind_of_names_that_is_missing_is_reported():
    new = replace(ENGLISH, names={**ENGLISH.names, "moods": {"good": "Good"}})
    assert gaps(new, [SPANISH]) == ["es: names of moods lack good"]


@pytest.mark.parametrize("text", ["A {miles}", "A {abuot}", "A {about", "A", "A {about} y {miles}"])
def test_other_placeholders_are_reported(text):
    odd = with_text(SPANISH, "sentences", "distance", text)
    assert gaps(ENGLISH, [odd]) == ["es: sentences fill distance with other placeholders"]


def test_what_the_directory_holds_must_be_worded_in_english_too():
    lacking = without_name(ENGLISH, "signals", "ages")
    assert gaps(lacking, []) == ["en: names of signals lack ages"]


def test_an_empty_text_is_none():
    assert gaps(ENGLISH, [with_text(SPANISH, "sentences", "distance", "")]) == [
        "es: sentences lack distance"
    ]


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_every_text_is_tidy(wording):
    for name, table in tables(wording).items():
        for code, text in table.items():
            assert "  " not in text, (name, code)
            assert name == "phrases" or text == text.strip(), (name, code)


def test_the_command_says_nothing_and_ends_well():
    command = [sys.executable, "-m", "service.wording.check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_command_ends_with_1_if_anything_is_missing(capsys):
    assert main(SPANISH, with_text(SPANISH, "sentences", "distance", "")) == 1
    assert capsys.readouterr().out == "es: sentences lack distance\n"
