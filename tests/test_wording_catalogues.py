"""Languages come from the catalogues that are there; English changes, and these follow."""

import subprocess
import sys
from dataclasses import replace

import pytest

from service.directory.languages import TRANSLATIONS, catalogue_in, languages
from service.wording.catalogue import read_catalogue, template_of, write_catalogue
from service.wording.check import untranslated
from service.wording.languages import ENGLISH, WORDINGS, Wordings
from service.wording.update import bring_up_to_date, main
from tests.catalogues import folder_for, read_spanish, text_of
from tests.spanish import SPANISH

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: pl_PL\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1"
" : 2);\n"

msgctxt "counts.cases"
msgid "{count} case"
msgid_plural "{count} cases"
msgstr[0] "{count} sprawa"
msgstr[1] "{count} sprawy"
msgstr[2] "{count} spraw"

msgctxt "counts.results"
msgid "One therapist found"
msgid_plural "{count} therapists found"
msgstr[0] "Jeden terapeuta"
msgstr[1] "{count} terapeuci"
msgstr[2] "{count} terapeutów"

msgctxt "counts.miles"
msgid "{count} mile"
msgid_plural "{count} miles"
msgstr[0] "{count} mila"
msgstr[1] "{count} mile"
msgstr[2] "{count} mil"

msgctxt "names.known.yes"
msgid "Yes"
msgstr "Tak"

#, fuzzy
msgctxt "names.known.no"
msgid "No"
msgstr "Może"
"""


@pytest.fixture
def wordings(tmp_path) -> Wordings:
    """Of a folder with one language, of which little is translated."""
    catalogue_in(folder_for(tmp_path, "pl"), "pl").write_text(POLISH, encoding="utf-8")
    return Wordings(tmp_path)


def test_a_folder_with_a_catalogue_is_a_language(wordings):
    assert list(wordings) == ["en", "pl"]
    assert "pl" in wordings
    assert "es" not in wordings
    polish = wordings["pl"]
    assert (polish.language, polish.locale) == ("pl", "pl_PL")
    assert polish.names["known"]["yes"] == "Tak"
    assert polish.names["languages"] == languages("pl_PL")
    with pytest.raises(KeyError):
        wordings["es"]


def test_what_is_not_translated_or_not_sure_is_said_in_english(wordings):
    known = wordings["pl"].names["known"]
    assert (known["no"], known["unknown"]) == ("No", "Not known")
    assert wordings["pl"].pages == ENGLISH.pages


@pytest.mark.parametrize(
    ("count", "cases", "results"),
    [
        (1, "1 sprawa", "Jeden terapeuta"),
        (2, "2 sprawy", "2 terapeuci"),
        (5, "5 spraw", "5 terapeutów"),
        (12, "12 spraw", "12 terapeutów"),
        (22, "22 sprawy", "22 terapeuci"),
        (0, "0 spraw", "0 terapeutów"),
    ],
)
def test_the_form_of_a_count_is_that_of_the_catalogues_rule(wordings, count, cases, results):
    polish = wordings["pl"]
    assert (polish.counted("cases", count), polish.counted("results", count)) == (cases, results)


@pytest.mark.parametrize(
    ("count", "english", "spanish", "polish"),
    [
        (1, "1 mile", "1 milla", "1 mila"),
        (1.2, "1.2 miles", "1.2 millas", "1,2 mile"),
        (13.8, "13.8 miles", "13.8 millas", "13,8 mile"),
        (1200, "1,200 miles", "1,200 millas", "1\u00a0200 mil"),
    ],
)
def test_a_part_of_one_is_more_than_one(wordings, count, english, spanish, polish):
    told = [each.counted("miles", count) for each in (ENGLISH, SPANISH, wordings["pl"])]
    assert told == [english, spanish, polish]


def test_words_that_a_count_stands_beside_are_filled_in():
    assert SPANISH.counted("list_removed", 1, names="Ana Ruiz") == (
        "Ana Ruiz ya no está en su lista."
    )


def test_a_catalogue_is_read_once():
    assert WORDINGS["es"] is WORDINGS["es"]


def test_commands_read_no_catalogue():
    """They take their time, and would speak English with them as without."""
    code = (
        "import sys; from service.__main__ import QuerySchema; from datetime import date\n"
        "QuerySchema(today=date.today).load({'near': '10001', 'need': 'fatigue'})\n"
        "from service.wording.languages import WORDINGS\n"
        "print(len(WORDINGS), list(WORDINGS._read))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "2 ['en']\n", done.stderr


def test_an_update_changes_nothing_of_what_is_up_to_date(tmp_path):
    there = catalogue_in(folder_for(tmp_path, "es"), "es")
    there.write_bytes(catalogue_in(TRANSLATIONS, "es").read_bytes())
    main(tmp_path)
    assert there.read_bytes() == catalogue_in(TRANSLATIONS, "es").read_bytes()


def changed():
    """English with a text of each kind new, said otherwise, and gone."""
    sentences = {**ENGLISH.sentences, "distance": "{about} from you", "new": "New"}
    del sentences["comes_to_you"]
    counts = {**ENGLISH.counts, "cases": ("{count} case", "{count} persons"), "new": ("1", "2")}
    return replace(ENGLISH, sentences=sentences, counts=counts)


def test_an_update_keeps_a_translation_of_older_words_as_a_proposal(tmp_path):
    folder, catalogue = folder_for(tmp_path, "es"), read_spanish()
    template, old = template_of(changed()), text_of(catalogue, "sentences.distance").string
    for _ in range(2):
        bring_up_to_date(catalogue, template)
        write_catalogue(folder, "es", catalogue)
        catalogue = read_catalogue(folder, "es")
        kept = text_of(catalogue, "sentences.distance")
        assert (kept.id, kept.string, kept.fuzzy) == ("{about} from you", old, True)
    assert sorted(untranslated(catalogue, template)) == [
        "counts.cases translates what English no longer says",
        "counts.new is not translated",
        "sentences.distance translates what English no longer says",
        "sentences.new is not translated",
    ]
    assert "comes_to_you" not in catalogue_in(folder, "es").read_text(encoding="utf-8")
    assert Wordings(folder)["es"].sentences["distance"] == "{about} away"


def test_an_update_moves_no_other_line(tmp_path):
    catalogue = read_spanish()
    bring_up_to_date(catalogue, template_of(changed()))
    write_catalogue(folder_for(tmp_path, "es"), "es", catalogue)
    before, after = (
        catalogue_in(folder, "es").read_text(encoding="utf-8").splitlines()
        for folder in (TRANSLATIONS, tmp_path)
    )
    assert 0 < len(set(after) - set(before)) < 20
    both = {*before} & {*after}
    contexts = [
        [line for line in lines if line.startswith("msgctxt") and line in both]
        for lines in (before, after)
    ]
    assert contexts[0] == contexts[1]
