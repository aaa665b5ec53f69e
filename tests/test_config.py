"""Configuration."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from harvester.config import ENVIRONMENT, Settings, load_settings
from harvester.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]


def test_the_shipped_file_is_the_defaults() -> None:
    """config.toml names every key once, with the default that the code has."""
    shipped = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))

    assert shipped == msgspec.json.decode(msgspec.json.encode(Settings()))


def test_without_a_file_the_defaults_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without config.toml is no error."""
    monkeypatch.chdir(tmp_path)

    assert load_settings(None, {}) == Settings()


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """A file asked for and missing is said, with what to do."""
    with pytest.raises(ConfigError, match="there is no such file; leave --config out"):
        load_settings(str(tmp_path / "none.toml"), {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[links]\nsimilar = 'many'", r"links.similar: Expected `int`, got `str`"),
        ("[links]\nsimilar = -1", r"links.similar: Expected `int` >= 0"),
        ("[links]\nsimilarr = 3", r"links: Object contains unknown field `similarr`"),
        ("[linkz]\nsimilar = 3", r"Object contains unknown field `linkz`"),
        ("links = 3", r"links: Expected `object`, got `int`"),
        ("[serve]\nport = 99999", r"serve.port: Expected `int` <= 65535"),
        (
            "[bulk.pubmed]\nkeep = 'byte'",
            "bulk.pubmed.keep: it can be reference or bytes",
        ),
        ("[bulk]\nkeep = 'bytes'", r"bulk: Object contains unknown field `keep`"),
        ("[links\n", r"not valid TOML"),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, content: str, message: str) -> None:
    """Unknown keys, wrong types and broken TOML name the file and the place."""
    file = tmp_path / "config.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ConfigError, match=message) as caught:
        load_settings(str(file), {})

    assert str(file) in str(caught.value)


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """A directory given as file is said."""
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(str(tmp_path), {})


def test_the_environment_outranks_the_file(tmp_path: Path) -> None:
    """Each variable sets its key; NCBI_* win over ENTREZ_*."""
    file = tmp_path / "config.toml"
    file.write_text("[contact]\nemail = 'file@example.org'", encoding="utf-8")
    environment = {name: f"{name}@example.org" for name in ENVIRONMENT}

    settings = load_settings(str(file), environment)

    assert settings.contact.email == "NCBI_EMAIL@example.org"
    assert settings.contact.ncbi_api_key == "NCBI_API_KEY@example.org"
    assert settings.contact.crossref_mailto == "CROSSREF_MAILTO@example.org"


def test_the_key_is_in_no_repr() -> None:
    """Printing the settings does not print the key."""
    settings = load_settings(None, {"NCBI_API_KEY": "planted-key"})

    assert "planted-key" not in repr(settings)
    assert "planted-key" not in str(settings.contact)
