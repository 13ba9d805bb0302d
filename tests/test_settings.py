"""Settings as the environment gives them: read carefully, refused by name, never repeated."""

import pytest
from click.testing import CliRunner

from indexer.__main__ import main as index_command
from service.__main__ import main as service_command
from service.delivery_settings import MailServer, mail_server
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
    "OTMATCH_OIDC_CLIENT_ID": ["two\nlines", "clínica"],
    "OTMATCH_OIDC_CLIENT_SECRET": ["two\nlines", "contraseña"],
    "OTMATCH_REQUESTS_PER_MINUTE": ["0", "-1", "1.5", "many", "1000000"],
    "OTMATCH_SESSION_IDLE_MINUTES": ["0", "9", "241", "half"],
    "OTMATCH_SESSION_HOURS": ["0", "25", "1.5"],
    "OTMATCH_PROXIES": ["-1", "10", "all"],
    "OTMATCH_INDEX": ["*", "_all", "Otmatch", "a,b", "a b", "-a", "../a", "a" * 200],
    "OTMATCH_TIMEOUT": ["nan", "inf", "-inf", "0", "-1", "1e9", "soon", "5s", "1,5"],
    "OTMATCH_RETRIES": ["-1", "11", "1.5", "many", "９", "1" * 5000],
    "OTMATCH_SHARDS": ["0", "-1", "101", "1.0", "one"],
    "OTMATCH_REPLICAS": ["-1", "21", "0-1", "0-all", "some"],
    "OTMATCH_SMTP": [
        "mail.example",
        "http://mail.example",
        "smtp:///",
        "smtp://h:port",
        "smtp://[1",
        "smtp://u:hidden@mail.example",
        "smtp://h/path",
        "smtp://h?q=1",
    ],
    "OTMATCH_SMTP_PASSWORD": ["line\nbreak", "contraseña"],
    "OTMATCH_MAIL_FROM": [
        "nobody",
        "a@b@c",
        "A <a@b.example>",
        "a@b.example\nBcc: c",
        "ü@b.example",
    ],
    "OTMATCH_TILES": [
        "https://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png Credit",
        "https://tiles.example/{z}/{x}/{y}/{key}.png Credit",
        "https://tiles.example;script-src/{z}/{x}/{y}.png Credit",
        "https://me@tiles.example/{z}/{x}/{y}.png Credit",
        "http://tiles.example/{z}/{x}/{y}.png Credit",
        "//tiles.example/{z}/{x}/{y}.png Credit",
        "https://tiles.example:99999/{z}/{x}/{y}.png Credit",
    ],
    "OTMATCH_DELIVERY_TIMEOUT": ["0", "never"],
    "OTMATCH_DELIVERY_ATTEMPTS": ["0", "101"],
    "OTMATCH_DELIVERY_FIRST_WAIT": ["0", "1m"],
    "OTMATCH_DELIVERY_LONGEST_WAIT": ["0", "604801"],
    "OTMATCH_CLOSED_DAYS": ["Friday", "2026-02-30", "11/27/2026"],
    "ELASTICSEARCH_API_KEY": ["two words", "line\nbreak", "schlüssel", "a\x00b"],
    "OTMATCH_KEYS": ["secret", f"{SEALING},", f"{SEALING};{SEALING}", SEALING[:-1], f"{SEALING}="],
    "OTMATCH_INDEX_KEY": ["secret", f"{SEALING},{SEALING}", SEALING.replace("A", "+")],
}
SECRETS = {
    "OTMATCH_OIDC_CLIENT_SECRET": "hidden",
    "ELASTICSEARCH_API_KEY": "hidden",
    "OTMATCH_SMTP": "smtp://hidden@h",
    "OTMATCH_SMTP_PASSWORD": "hidden",
    "OTMATCH_KEYS": SEALING,
    "OTMATCH_INDEX_KEY": SEALING,
}
GOOD = {
    "OTMATCH_OIDC_ISSUER": ("https://a.example.org/", "oidc_issuer", "https://a.example.org/"),
    "OTMATCH_OIDC_ALGORITHMS": ("ES256, EdDSA", "oidc_algorithms", "ES256,EdDSA"),
    "OTMATCH_OIDC_CLIENT_ID": ("otmatch", "oidc_client_id", "otmatch"),
    "OTMATCH_OIDC_CLIENT_SECRET": ("two words\n", "oidc_client_secret", "two words"),
    "OTMATCH_REQUESTS_PER_MINUTE": ("60", "requests_per_minute", 60),
    "OTMATCH_SESSION_IDLE_MINUTES": ("15", "session_idle_minutes", 15),
    "OTMATCH_SESSION_HOURS": ("8", "session_hours", 8),
    "OTMATCH_PROXIES": ("1", "proxies", 1),
    "OTMATCH_INDEX": ("chapter-ny.2", "index", "chapter-ny.2"),
    "OTMATCH_TIMEOUT": (" 2.5 ", "timeout", 2.5),
    "OTMATCH_RETRIES": ("0", "retries", 0),
    "OTMATCH_SHARDS": ("3", "shards", 3),
    "OTMATCH_REPLICAS": ("2", "replicas", 2),
    "OTMATCH_SMTP": ("smtp://me@mail.example:25", "smtp", "smtp://me@mail.example:25"),
    "OTMATCH_SMTP_PASSWORD": ("two words\n", "smtp_password", "two words"),
    "OTMATCH_MAIL_FROM": ("a@b.example", "mail_from", "a@b.example"),
    "OTMATCH_CLOSED_DAYS": ("2026-11-27, 2026-12-24", "closed_days", "2026-11-27, 2026-12-24"),
    "OTMATCH_TILES": (
        "https://tiles.example:8443/{z}/{x}/{y}@2x.png?key=1 Example Maps",
        "tiles",
        "https://tiles.example:8443/{z}/{x}/{y}@2x.png?key=1 Example Maps",
    ),
    "ELASTICSEARCH_API_KEY": ("c2FtcGxl==\n", "api_key", "c2FtcGxl=="),
    "OTMATCH_KEYS": (f" {SEALING} ,\n{SEALING}", "keys", f"{SEALING},{SEALING}"),
    "OTMATCH_INDEX_KEY": (SEALING, "index_key", SEALING),
}


@pytest.mark.parametrize("variable", BAD)
def test_a_bad_value_is_refused_by_name_and_rule(variable):
    for text in BAD[variable]:
        with pytest.raises(ValueError, match=f"^{variable} must ") as caught:
            Settings.from_environment({variable: text})
        if variable in SECRETS:
            assert text not in str(caught.value)


@pytest.mark.parametrize("variable", GOOD)
def test_a_good_value_is_read(variable):
    text, name, value = GOOD[variable]
    assert getattr(Settings.from_environment({variable: text}), name) == value


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "", False)),
        ("smtps://mail.example/", MailServer("mail.example", 465, "", True)),
        ("smtp://a%40b.example@[::1]:25", MailServer("::1", 25, "a@b.example", False)),
    ],
)
def test_a_mail_server_is_read(text, server):
    assert mail_server(text) == server
    assert server.on_loopback == (server.host == "::1")


def test_no_secret_is_in_a_repr():
    shown = repr(Settings.from_environment(SECRETS))
    assert not any(secret in shown for secret in ("hidden", SEALING))


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
