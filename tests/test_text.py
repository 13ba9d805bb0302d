"""Text made comparable: however a name is written, it folds to the same words."""

import pytest

from service.directory.text import fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Peña-O'Brien", "pena obrien"),
        ("Pen\u0303a-O\u2019Brien", "pena obrien"),
        ("Bjørn Guðmundsdóttir", "bjorn gudmundsdottir"),
        ("Straße, Ærø", "strasse aero"),
        ("Łódź  and İzmir", "lodz and izmir"),
        ("1½ Main St.", "1 1 2 main st"),
        ("☃ \u200b 🙂", ""),
        ("Lind\u00adgren, \u202aRu\u200biz\u202c \ufeffAna", "lindgren ruiz ana"),
        ("北京", "beijing"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_slug():
    assert slug("Example Health, Inc.") == "example-health-inc"
