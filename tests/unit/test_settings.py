from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import BadSettings
from service.settings import Settings, read_settings


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = read_settings({})
    assert settings.database == "sqlite+aiosqlite:///data/onrecord.db"
    assert settings.search_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_every_setting_is_read_in_its_own_type() -> None:
    settings = read_settings(
        {
            "ONRECORD_DATA_DIR": "/srv/onrecord",
            "ONRECORD_PORT": "9000",
            "ONRECORD_WORKER": "false",
            "ONRECORD_CORS_ORIGINS": "https://a.example, https://b.example",
            "ONRECORD_WAIT_TIMEOUT": "2.5",
        }
    )
    assert settings.data_dir == Path("/srv/onrecord")
    assert settings.port == 9000
    assert settings.worker is False
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.wait_timeout == 2.5


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(BadSettings) as raised:
        read_settings({"ONRECORD_PORT": "many", "ONRECORD_SEARCH_URL": "ftp://x", "ONRECORD_PROT": "1"})
    said = str(raised.value)
    assert "ONRECORD_PORT" in said
    assert "ONRECORD_SEARCH_URL" in said
    assert "ONRECORD_PROT is no setting" in said


def test_secrets_are_never_printed() -> None:
    settings = read_settings({"ONRECORD_SEARCH_KEY": "s3cret-value", "ONRECORD_API_KEY": "an0ther-value"})
    assert "s3cret-value" not in repr(settings) + str(settings)
    assert "an0ther-value" not in repr(settings) + str(settings)
    assert settings.search_key is not None
    assert settings.search_key.reveal() == "s3cret-value"


def test_other_machines_are_served_only_with_a_key() -> None:
    Settings().check_exposure(has_keys=False)
    with pytest.raises(BadSettings, match="ONRECORD_API_KEY"):
        read_settings({"ONRECORD_HOST": "0.0.0.0"}).check_exposure(has_keys=False)  # noqa: S104
    read_settings({"ONRECORD_HOST": "0.0.0.0", "ONRECORD_API_KEY": "k"}).check_exposure(has_keys=False)  # noqa: S104


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_settings({"ONRECORD_SEARCH_URL": ""}).search_url is None


@pytest.mark.parametrize("variable", ["ONRECORD_API_KEY", "ONRECORD_SEARCH_KEY"])
@pytest.mark.parametrize("value", ["   ", "two words-x7", "schlüssel-x7", "line-x7\n", "tab-x7\t", "\x1b-x7"])
def test_a_key_that_no_header_could_carry_is_refused_and_not_shown(variable: str, value: str) -> None:
    with pytest.raises(BadSettings, match=f"{variable}: has to be of printable ASCII") as raised:
        read_settings({variable: value})
    assert "x7" not in str(raised.value)
    assert value not in str(raised.value)


def test_a_key_is_taken_to_the_letter() -> None:
    key = read_settings({"ONRECORD_API_KEY": "null"}).api_key
    assert key is not None
    assert key.reveal() == "null"


@pytest.mark.parametrize("prefix", ["onrecord\n", "", "UPPER", "a" * 51, "a b"])
def test_the_search_prefix_is_a_plain_word_to_its_very_end(prefix: str) -> None:
    with pytest.raises(BadSettings, match="--search-prefix"):
        read_settings({}, search_prefix=prefix)
    assert read_settings({}, search_prefix="on-record_2").search_prefix == "on-record_2"


def test_what_the_command_line_gives_wins_and_is_checked_alike() -> None:
    assert read_settings({"ONRECORD_PORT": "9000"}, port=9001).port == 9001
    with pytest.raises(BadSettings, match=r"--port: .*65535"):
        read_settings({}, port=99_999)
    with pytest.raises(BadSettings, match="--port"):
        read_settings({}, port=-1)


@pytest.mark.parametrize("url", ["nonsense", "postgresql+asyncpg://u:s3cret@h:port/x"])
def test_a_database_url_that_is_none_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BadSettings, match="ONRECORD_DATABASE_URL: is no SQLAlchemy URL") as raised:
        read_settings({"ONRECORD_DATABASE_URL": url})
    assert url not in str(raised.value)


@pytest.mark.parametrize("origins", ["pages.example", "https://pages.example/", "https://a.example/x", "null"])
def test_an_origin_that_no_browser_sends_is_refused_as_a_setting(origins: str) -> None:
    with pytest.raises(BadSettings, match="CORS_ORIGINS"):
        read_settings({"ONRECORD_CORS_ORIGINS": origins})


def test_secrets_may_be_in_files_and_their_faults_are_said_with_all_others(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key-of-mine\n")
    (tmp_path / "url").write_text("postgresql+asyncpg://u:p@db/x\n")
    named = {"ONRECORD_API_KEY_FILE": str(tmp_path / "key"), "ONRECORD_DATABASE_URL_FILE": str(tmp_path / "url")}
    found = read_settings(named)
    assert found.api_key is not None
    assert found.api_key.reveal() == "a-key-of-mine"
    assert found.database == "postgresql+asyncpg://u:p@db/x"
    (tmp_path / "url").write_text("nonsense with p4ssword")
    wrong = {"ONRECORD_SEARCH_KEY_FILE": str(tmp_path / "none"), "ONRECORD_API_KEY": "x", "ONRECORD_PORT_FILE": "y"}
    with pytest.raises(BadSettings) as raised:
        read_settings(named | wrong)
    said = str(raised.value)
    for part in (
        "ONRECORD_SEARCH_KEY_FILE: ", "can't be read", "ONRECORD_API_KEY are both set",
        "ONRECORD_PORT_FILE is no setting", "ONRECORD_DATABASE_URL_FILE: is no SQLAlchemy URL",
    ):  # fmt: skip
        assert part in said
    assert "p4ssword" not in said
