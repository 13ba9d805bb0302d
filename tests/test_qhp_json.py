"""Issuers' JSON files as files: how the array stands in them, and what cannot be read."""

import json
import tracemalloc

import pytest

from indexer.sources import json_items
from indexer.sources.qhp_plans import open_qhp_plans
from service.errors import SourceUnreadable
from tests.qhp_files import PLAN, PLAN_2, json_file, plan, readings


def names(folder, content):
    return [read.plan.name for read in readings(open_qhp_plans(json_file(folder, content)))]


def refusal(folder, content):
    with pytest.raises(SourceUnreadable) as refused:
        readings(open_qhp_plans(json_file(folder, content)))
    assert "file.json" in str(refused.value)
    return str(refused.value)


# --- where the array stands -------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        "ITEMS",
        ' \r\n\t ITEMS\n ',
        '{"plans": ITEMS}',
        '{"": ITEMS}',
        '{"plans.of.2026": ITEMS}',
        '{"meta": {"plans": [{"a": [1]}]}, "years": [2026], "none": [], "plans": ITEMS, "n": 2}',
        '{"note": "[{", "plans": ITEMS, "urls": ["a", "b"]}',
    ],
)  # fmt: skip
def test_the_array_is_the_file_or_under_any_key(tmp_path, around):
    items = json.dumps([plan(marketing_name="A"), plan(PLAN_2, marketing_name="B")])
    assert names(tmp_path, around.replace("ITEMS", items)) == ["A", "B"]


@pytest.mark.parametrize("content", ["[]", '{"plans": []}', " [ \n ] "])
def test_an_empty_array_is_fine(tmp_path, content):
    assert names(tmp_path, content) == []


def test_a_second_array_of_objects_is_left_out_and_counted(tmp_path):
    content = {"plans": [plan()], "more": [plan(PLAN_2), plan(PLAN_2)]}
    source = open_qhp_plans(json_file(tmp_path, content))
    assert [read.plan.plan_id for read in readings(source)] == [PLAN]
    assert source.warnings == {"a second array of objects in file.json, left out": 1}


@pytest.mark.parametrize(
    "content",
    ["{}", "3", '"text"', "null", "[1, 2]", '["a"]', '{"a": 1}', '{"provider_urls": ["u"]}',
     '{"a": {"plans": [{}]}}'],
)  # fmt: skip
def test_no_array_of_objects_is_no_such_file(tmp_path, content):
    assert "holds no array of objects" in refusal(tmp_path, content)


def test_a_lone_item_is_told_to_be_put_into_an_array(tmp_path):
    lines = "\n".join(json.dumps({"plan_id": PLAN, "network": [{}]}) for _ in range(2))
    assert "put [ ] around" in refusal(tmp_path, lines)


# --- bytes ------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_cp1252_are_read(tmp_path):
    text = json.dumps([plan(marketing_name="Señal – Plan")], ensure_ascii=False)
    assert names(tmp_path, b"\xef\xbb\xbf" + text.encode()) == ["Señal – Plan"]
    source = open_qhp_plans(json_file(tmp_path, text.encode("cp1252")))
    assert [read.plan.name for read in readings(source)] == ["Señal – Plan"]
    assert source.warnings == {"bytes in file.json that are not UTF-8, read as cp1252": 2}


def test_half_a_character_does_no_harm(tmp_path):
    (name,) = names(tmp_path, json.dumps([plan(marketing_name="A\ud800\u0000B")]))
    assert name == "AB"


# --- damage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_is_never_used(tmp_path, share):
    text = json.dumps({"plans": [plan(f"11111NY{n:07d}") for n in range(3000)]})
    told = refusal(tmp_path, text[: int(len(text) * share)])
    assert "cut off" in told and "nothing of it is used" in told


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("[{},{},,{}]", "is not valid JSON"),
        ('[{"a":1} {"a":2}]', "is not valid JSON"),
        ('{"plans" [{}]}', "is not valid JSON"),
        ("{plans: [{}]}", "is not valid JSON"),
        ("[{}] [{}]", "goes on after its end at character 6, item 1"),
        ("[{},]", "is not valid JSON"),
        ('[{"a": tru', "is not valid JSON"),
        ('[{"a": "b', "is cut off"),
        ("[", "is cut off"),
        ('{"plans":', "is cut off"),
        ("", "is empty"),
        ("  \n", "is empty"),
    ],
)
def test_what_is_no_json_is_refused(tmp_path, damage, reason):
    assert reason in refusal(tmp_path, damage)


def test_the_place_of_the_damage_is_told(tmp_path):
    good = json.dumps(plan())
    text = "[" + f"{good},\n" * 5000 + '{"plan_id": oops},\n' + f"{good},\n" * 5000 + good + "]"
    told = refusal(tmp_path, text)
    assert f"at character {text.index('oops') + 1:,}, item 5,001" in told


@pytest.mark.parametrize("digits", [30, 5000])
def test_a_number_of_many_digits_costs_no_more_than_the_file(tmp_path, digits):
    text = f'[{{"plan_id": {"1" * digits}}}]'
    if digits > 4300:
        assert "a number that is too long" in refusal(tmp_path, text)
    else:
        (read,) = readings(open_qhp_plans(json_file(tmp_path, text)))
        assert read.rejected.startswith("plan_id: must be a HIOS id")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused_in_words(tmp_path, opening):
    told = refusal(tmp_path, '[{"plan_id": ' + opening * 500_000)
    assert "nested too deeply" in told


def test_an_endless_item_is_refused_before_it_fills_the_memory(tmp_path):
    path = json_file(tmp_path, b'[{"plan_id": "' + b"9" * (8 * json_items.MAX_ITEM))
    tracemalloc.start()
    with pytest.raises(SourceUnreadable, match="more than 5,000,000 characters"):
        readings(open_qhp_plans(path))
    assert tracemalloc.get_traced_memory()[1] < 8 * json_items.MAX_ITEM
    tracemalloc.stop()


def test_an_item_longer_than_what_is_read_at_once_is_whole(tmp_path):
    long = plan(summary="x" * 1_000_000)
    assert names(tmp_path, [plan(), long, plan()]) == ["Example Silver"] * 3


def test_a_number_that_is_read_in_two_parts_is_one(tmp_path):
    blanks = " " * (json_items.CHUNK - len('{"n":12'))
    content = f'{{"n":{blanks}1234567, "plans": {json.dumps([plan()])}}}'
    assert names(tmp_path, content) == ["Example Silver"]


def test_many_items_take_the_memory_of_one(tmp_path):
    path = json_file(tmp_path, [plan(summary="x" * 900) for _ in range(20_000)])
    source = open_qhp_plans(path)
    tracemalloc.start()
    assert sum(1 for _ in source.readings()) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 5_000_000 < path.stat().st_size
    tracemalloc.stop()
