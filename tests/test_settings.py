"""Settings as the environment gives them: read carefully, refused by name, never repeated."""

import pytest
from click.testing import CliRunner

from indexer.__main__ import main as index_command
from service.__main__ import main as service_command
from service.settings import Settings

SEALING = "A" * 43 + "="  # 32 bytes in base64
BAD = {
    "OTMATCH_OIDC_ISSUER": [
        "login.example.org",
        "http://login.example.org",
        "https://",
        "https://[",
        "https://a.example.org/?x=1",
        "https://a.example.org/#x",
    ],
    "OTMATCH_OIDC_ALGORITHMS": ["HS256", "none", "RS256,HS256", "RS256,,ES256", "rs256"],
    "OTMATCH_REQUESTS_PER_MINUTE": ["0", "-1", "1.5", "many", "1000000"],
    "OTMATCH_PROXIES": ["-1", "10", "all"],
    "OTMATCH_INDEX": ["*", "_all", "Otmatch", "a,b", "a b", "-a", "../a", "a" * 200],
    "OTMATCH_TIMEOUT": ["nan", "inf", "-inf", "0", "-1", "1e9", "soon", "5s", "1,5"],
    "OTMATCH_RETRIES": ["-1", "11", "1.5", "many", "９", "1" * 5000],
    "OTMATCH_SHARDS": ["0", "-1", "101", "1.0", "one"],
    "OTMATCH_REPLICAS": ["-1", "21", "0-1", "0-all", "some"],
    "ELASTICSEARCH_API_KEY": ["two words", "line\nbreak", "schlüssel", "a\x00b"],
    "OTMATCH_KEYS": ["secret", f"{SEALING},", f"{SEALING};{SEALING}", SEALING[:-1], f"{SEALING}="],
    "OTMATCH_INDEX_KEY": ["secret", f"{SEALING},{SEALING}", SEALING.replace("A", "+")],
}
GOOD = {
    "OTMATCH_OIDC_ISSUER": ("https://a.example.org/", "oidc_issuer", "https://a.example.org/"),
    "OTMATCH_OIDC_ALGORITHMS": ("ES256, EdDSA", "oidc_algorithms", "ES256,EdDSA"),
    "OTMATCH_REQUESTS_PER_MINUTE": ("60", "requests_per_minute", 60),
    "OTMATCH_PROXIES": ("1", "proxies", 1),
    "OTMATCH_INDEX": ("chapter-ny.2", "index", "chapter-ny.2"),
    "OTMATCH_TIMEOUT": (" 2.5 ", "timeout", 2.5),
    "OTMATCH_RETRIES": ("0", "retries", 0),
    "OTMATCH_SHARDS": ("3", "shards", 3),
    "OTMATCH_REPLICAS": ("2", "replicas", 2),
    "ELASTICSEARCH_API_KEY": ("c2FtcGxl==\n", "api_key", "c2FtcGxl=="),
    "OTMATCH_KEYS": (f" {SEALING} ,\n{SEALING}", "keys", f"{SEALING},{SEALING}"),
    "OTMATCH_INDEX_KEY": (SEALING, "index_key", SEALING),
}
SECRET = {"ELASTICSEARCH_API_KEY", "OTMATCH_KEYS", "OTMATCH_INDEX_KEY"}


@pytest.mark.parametrize("variable", BAD)
def test_a_bad_value_is_refused_by_name_and_rule(variable):
    for text in BAD[variable]:
        with pytest.raises(ValueError, match=f"^{variable} must be ") as caught:
            Settings.from_environment({variable: text})
        if variable in SECRET:
            assert text not in str(caught.value)


@pytest.mark.parametrize("variable", GOOD)
def test_a_good_value_is_read(variable):
    text, name, value = GOOD[variable]
    assert getattr(Settings.from_environment({variable: text}), name) == value


@pytest.mark.parametrize("variable", sorted(SECRET))
def test_a_secret_is_not_shown(variable):
    text = GOOD[variable][0].strip()
    assert text[:8] not in repr(Settings.from_environment({variable: text}))


def test_nothing_and_blanks_are_the_defaults():
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment(dict.fromkeys(BAD, " ")) == Settings()
    assert Settings.from_environment({"OTMATCH_REPLICAS": "auto"}) == Settings()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (service_command, ["serve"]),
        (service_command, ["search", "--near", "12203"]),
        (index_command, ["stats", "--from", "http://localhost:9200"]),
    ],
)
def test_every_command_ends_with_the_rule_and_exit_code_2(command, arguments):
    result = CliRunner(env={"OTMATCH_SHARDS": "0"}).invoke(command, arguments)
    assert result.exit_code == 2
    assert "OTMATCH_SHARDS must be a whole number from 1 to 100" in result.output
