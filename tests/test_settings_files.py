"""A setting given as a file, as containers give secrets."""

import pytest

from service.settings import Settings


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_a_file_gives_the_value(tmp_path):
    key = tmp_path / "key"
    key.write_text("a2V5LWlk\n")
    assert read(ELASTICSEARCH_API_KEY_FILE=str(key)).api_key == "a2V5LWlk"
    assert read(ELASTICSEARCH_API_KEY="a2V5LWlk").api_key == "a2V5LWlk"


def test_a_number_in_a_file_is_read_as_one(tmp_path):
    (tmp_path / "timeout").write_text("2.5\n")
    assert read(OTMATCH_TIMEOUT_FILE=str(tmp_path / "timeout")).timeout == 2.5


def test_a_value_and_a_file_are_one_too_many(tmp_path):
    with pytest.raises(ValueError, match="set ELASTICSEARCH_API_KEY or ELASTICSEARCH_API_KEY_FILE"):
        read(ELASTICSEARCH_API_KEY="secret", ELASTICSEARCH_API_KEY_FILE=str(tmp_path / "key"))


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_file_without_a_value_is_refused_by_the_variable(tmp_path, content):
    key = tmp_path / "key"
    if content is not None:
        key.write_bytes(content)
    with pytest.raises(ValueError, match="ELASTICSEARCH_API_KEY_FILE must name a file") as told:
        read(ELASTICSEARCH_API_KEY_FILE=str(key))
    assert str(key) not in str(told.value)
