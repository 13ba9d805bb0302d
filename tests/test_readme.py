"""What the README says is true: its example, its tables, its commands."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from indexer.__main__ import main as index_command
from service.__main__ import main as service_command
from service.api.query_schema import QuerySchema
from service.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


def rows(first_column: str) -> dict[str, list[str]]:
    """A table of the README by its first column, other cells as text."""
    table = README.split(f"| {first_column} |", 1)[1].split("\n\n", 1)[0]
    found = {}
    for line in table.splitlines()[2:]:
        cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        found[cells[0]] = cells[1:]
    return found


def holds(said, found) -> bool:
    """Whether all that the README says is in the answer."""
    if isinstance(said, dict):
        return all(name in found and holds(part, found[name]) for name, part in said.items())
    if isinstance(said, list):
        return len(said) == len(found) and all(map(holds, said, found))
    return said == found


def test_the_request_gives_the_answer(client):
    path = re.search(r"curl 'http://127.0.0.1:8000(\S+)'", README)[1]
    said = json.loads(README.split("```json")[1].split("```")[0])
    answer = client.get(path).get_json()
    assert holds(said, answer)
    reasons = answer["matches"][0]["reasons"]
    assert len(said["matches"][0]["reasons"]) == len(reasons)
    assert abs(sum(r["points"] for r in reasons) - answer["matches"][0]["score"]) < 0.001


def test_the_size_of_the_example_directory(fixture_engine):
    assert f"holds {fixture_engine.meta().profiles} invented people" in README


def test_every_setting_stands_in_the_table_with_its_default():
    table = rows("variable")
    assert {name for name in table if name} == {
        f"`{setting.metadata['variable']}`" for setting in fields(Settings)
    }
    for setting in fields(Settings):
        default, meaning = table[f"`{setting.metadata['variable']}`"]
        assert default.strip("`") == str(setting.default)
        assert meaning == setting.metadata["meaning"]


def test_every_route_and_parameter_stands_in_a_table(client):
    routes = " ".join(rows("route"))
    for path in client.get("/api/v1/openapi.json").get_json()["paths"]:
        assert path in routes
    parameters = " ".join(rows("parameter"))
    for name in QuerySchema._declared_fields:
        assert f"`{name}" in parameters


def test_every_command_stands_in_the_table():
    commands = " ".join(rows("command"))
    for name in index_command.commands:
        assert f"otmatch-index {name}" in commands
    for name in service_command.commands:
        assert f"otmatch {name}" in commands


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)", README)) - {"one"}))
def test_every_make_target_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_the_map_names_what_is_there():
    code_map = README.split("## Map of the code")[1].split("##")[0]
    named, folder = [], ROOT
    for indent, names in re.findall(r"^( {4,6})(\S.*?)  +\S", code_map, re.MULTILINE):
        if len(indent) == 4:
            folder = ROOT / names
            named.append(folder)
        else:
            named += [folder / name for name in names.split()]
    assert len(named) > 10
    assert not [path for path in named if not path.exists()]
