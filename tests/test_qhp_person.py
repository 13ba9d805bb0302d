"""What an issuer says of the person: name, gender and languages."""

import pytest

from indexer.sources.qhp_listing import NO_LANGUAGE
from indexer.sources.qhp_providers import open_qhp_providers
from service.directory.clean import clean_gender, clean_language
from service.directory.person_name import Name
from tests.qhp_files import json_file, provider, readings


def record(folder, **told):
    source = open_qhp_providers(json_file(folder, [provider(**told)]))
    ((found,),) = [read.records for read in readings(source)]
    return found, source.warnings


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (
            {"prefix": "Ms", "first": "ANA", "middle": "M", "last": "O'NEIL", "suffix": "JR."},
            Name(first="Ana", middle="M", last="O'Neil", suffix="Jr."),
        ),
        (
            {"first": "Ana", "middle": " ", "last": "NULL", "suffix": "OTR/L"},
            Name(first="Ana", last="Null", credentials="OTR/L"),
        ),
        ({"first": None}, Name()),
        (..., Name()),
    ],
)
def test_the_name_is_in_natural_case(tmp_path, written, name):
    assert record(tmp_path, name=written)[0].name == name


@pytest.mark.parametrize(
    ("written", "code"),
    [("Male", "M"), ("m", "M"), ("FEMALE", "F"), ("F", "F"), ("Nonbinary", "X"), ("x", "X"),
     ("U", None), ("unknown", None), ("", None), (None, None)],
)  # fmt: skip
def test_gender_in_words_or_codes(tmp_path, written, code):
    assert record(tmp_path, gender=written)[0].gender == clean_gender(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [("English", "en"), ("SPANISH", "es"), ("es", "es"), ("spa", "es"), ("chi", "zh"),
     ("Chinese (Mandarin)", "zh"), ("Mandarin", "zh"), ("Farsi", "fa"), ("Tagalog", "tl"),
     ("Haitian Creole", "ht"), ("Klingon", None), ("American Sign Language", None), ("", None),
     ("tlh", None), (None, None)],
)  # fmt: skip
def test_a_language_by_name_or_code(written, code):
    assert clean_language(written) == code


@pytest.mark.parametrize(
    ("written", "codes", "unknown"),
    [
        (["English", "Spanish", "english"], ("en", "es"), 0),
        ("English, Spanish / Polish", ("en", "es", "pl"), 0),
        (["Klingon", "Vietnamese", " "], ("vi",), 1),
        ([], (), 0),
        (None, (), 0),
    ],
)
def test_languages_that_are_not_known_are_counted(tmp_path, written, codes, unknown):
    found, warnings = record(tmp_path, languages=written)
    assert found.languages == codes
    assert warnings == ({NO_LANGUAGE: unknown} if unknown else {})
