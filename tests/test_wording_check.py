"""The check that lists what a language lacks finds each kind of gap, and none as things are."""

import subprocess
import sys
from dataclasses import replace

import pytest
from babel.messages.catalog import Catalog

from service.directory.languages import TRANSLATIONS, worded_in
from service.wording.catalogue import read_catalogue, template_of, write_catalogue
from service.wording.check import main, untranslated, unworded
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.wording import TABLES
from tests.catalogues import folder_for, read_spanish, text_of


def with_text(table: str, code: str, text: str):
    return replace(ENGLISH, **{table: {**getattr(ENGLISH, table), code: text}})


def with_name(kind: str, code: str, name: str):
    return replace(ENGLISH, names={**ENGLISH.names, kind: {**ENGLISH.names[kind], code: name}})


def without_name(kind: str, code: str):
    left = {known: name for known, name in ENGLISH.names[kind].items() if known != code}
    return replace(ENGLISH, names={**ENGLISH.names, kind: left})


def gaps(catalogue: Catalog, wording=ENGLISH) -> list[str]:
    return list(untranslated(catalogue, template_of(wording)))


@pytest.fixture
def spanish() -> Catalog:
    return read_spanish()


def test_nothing_is_missing(capsys, spanish):
    assert gaps(spanish) == []
    assert main() == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("table", TABLES)
def test_a_text_in_english_alone_is_reported(table, spanish):
    assert gaps(spanish, with_text(table, "new", "New")) == [f"{table}.new is not in the catalogue"]
    spanish.add("Old", "Viejo", context=f"{table}.old")
    assert gaps(spanish) == [f"{table}.old is no longer said"]


@pytest.mark.parametrize("kind", sorted(ENGLISH.names.keys() - {"languages"}))
def test_a_name_in_english_alone_is_reported(kind, spanish):
    new = with_name(kind, "new", "New")
    assert gaps(spanish, new) == [f"names.{kind}.new is not in the catalogue"]


def test_a_whole_kind_of_names_that_is_missing_is_reported(spanish):
    new = replace(ENGLISH, names={**ENGLISH.names, "moods": {"good": "Good"}})
    assert gaps(spanish, new) == ["names.moods.good is not in the catalogue"]


def test_a_text_that_english_says_otherwise_now_is_reported(spanish):
    """Its translation may say what is no longer so."""
    changed = with_text("sentences", "distance", "{about} from you")
    assert gaps(spanish, changed) == ["sentences.distance translates what English no longer says"]
    of_more = {**ENGLISH.counts, "cases": (ENGLISH.counts["cases"][0], "{count} persons")}
    assert gaps(spanish, replace(ENGLISH, counts=of_more)) == [
        "counts.cases translates what English no longer says"
    ]


def test_a_translation_marked_as_fuzzy_is_reported(spanish):
    text_of(spanish, "sentences.distance").flags.add("fuzzy")
    assert gaps(spanish) == ["sentences.distance translates what English no longer says"]


@pytest.mark.parametrize("text", ["A {miles}", "A {abuot}", "A {about", "A", "A {about} y {miles}"])
def test_other_placeholders_are_reported(text, spanish):
    text_of(spanish, "sentences.distance").string = text
    assert gaps(spanish) == ["sentences.distance is filled with other placeholders"]


@pytest.mark.parametrize("forms", [("{count} caso", "{total} casos"), ("{cuenta} caso", "{count}")])
def test_other_placeholders_of_a_form_are_reported(forms, spanish):
    text_of(spanish, "counts.cases").string = forms
    assert gaps(spanish) == ["counts.cases is filled with other placeholders"]


def test_one_may_be_said_in_a_word(spanish):
    text_of(spanish, "counts.cases").string = ("Un caso", "{count} casos")
    assert gaps(spanish) == []


def test_what_the_directory_holds_must_be_worded_in_english_too():
    lacking = without_name("signals", "ages")
    assert list(unworded(lacking)) == ["en: names.signals lack ages"]


@pytest.mark.parametrize(("code", "empty"), [("sentences.distance", ""), ("counts.cases", ("x",))])
def test_an_empty_text_or_a_form_too_few_is_none(code, empty, spanish, tmp_path):
    text_of(spanish, code).string = empty
    write_catalogue(folder_for(tmp_path, "es"), "es", spanish)
    written = read_catalogue(tmp_path, "es")
    assert gaps(written) == [f"{code} is not translated"]


@pytest.mark.parametrize("language", worded_in(TRANSLATIONS)[1:])
def test_every_form_of_a_count_is_tidy(language):
    for text in read_catalogue(TRANSLATIONS, language):
        if text.pluralizable:
            assert [form for form in text.string if "  " in form or form != form.rstrip()] == []


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_every_text_is_tidy(wording):
    for name, table in wording.tables().items():
        for code, text in table.items():
            assert "  " not in text, (name, code)
            assert name == "phrases" or text == text.strip(), (name, code)


def test_the_command_says_nothing_and_ends_well():
    command = [sys.executable, "-m", "service.wording.check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_command_ends_with_1_if_anything_is_missing(capsys, spanish, tmp_path):
    text_of(spanish, "sentences.distance").string = ""
    write_catalogue(folder_for(tmp_path, "es"), "es", spanish)
    assert main(tmp_path) == 1
    assert capsys.readouterr().out == "es: sentences.distance is not translated\n"
