from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web.settings import InvalidSettingsError, Settings, read_settings, unknown_variables, variable

if TYPE_CHECKING:
    from flask.testing import FlaskClient

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("per_page", [0, 101])
def test_a_page_size_out_of_range_is_refused(per_page: int) -> None:
    with pytest.raises(ValueError, match="per_page"):
        Settings(per_page=per_page)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Settings(language="xx")


def test_the_site_has_its_own_page_size(client: FlaskClient) -> None:
    assert client.get("/search?q=beras&per_page=25").text.count("<article>") == 25
    assert client.get("/search?q=beras").text.count("<article>") == 10


def test_settings_come_from_the_environment() -> None:
    environ = {"ARSIP_PORT": "8080", "ARSIP_CORS": "https://a.example, https://b.example"}

    settings = read_settings(environ)

    assert settings == Settings(port=8080, cors=("https://a.example", "https://b.example"))


def test_an_option_wins_over_the_environment() -> None:
    settings = read_settings({"ARSIP_PORT": "8080", "ARSIP_TITLE": "Kliping"}, {"port": "0"})

    assert (settings.port, settings.title) == (0, "Kliping")


@pytest.mark.parametrize(
    ("environ", "options", "said"),
    [
        ({"ARSIP_PORT": "http"}, {}, "ARSIP_PORT: should be a valid integer"),
        ({"ARSIP_PORT": ""}, {}, "ARSIP_PORT: should be a valid integer"),
        ({"ARSIP_PORT": "1"}, {"port": "70000"}, "--port: should be less than"),
        ({"ARSIP_LANGUAGE": "fr"}, {}, "ARSIP_LANGUAGE: must be one of en, id, not fr"),
        ({"ARSIP_BASE_URL": "arsip.example"}, {}, "ARSIP_BASE_URL: must be an address such as"),
        ({"ARSIP_BASE_URL": "https://a.example?x"}, {}, "ARSIP_BASE_URL: must be"),
        ({"ARSIP_BASE_URL": "https://a_b.example"}, {}, "ARSIP_BASE_URL: must be"),
        ({"ARSIP_TRUSTED_HOSTS": "https://a.example"}, {}, "ARSIP_TRUSTED_HOSTS: must be names"),
        ({"ARSIP_TRUSTED_HOSTS": "a.example:80"}, {}, "ARSIP_TRUSTED_HOSTS: must be names"),
        ({"ARSIP_TRUSTED_HOSTS": "a.example,*"}, {}, "arsip.example or .example.id, not *"),
        ({"ARSIP_CORS": "a.example"}, {}, "ARSIP_CORS: must be * or origins such as"),
        ({"ARSIP_CORS": "https://a.example/"}, {}, "ARSIP_CORS: must be * or origins such as"),
        ({"ARSIP_TITTLE": "x"}, {}, "ARSIP_TITTLE is not a setting; did you mean ARSIP_TITLE?"),
        ({"ARSIP_TITTLE": "x", "ARSIP_PORT": "y"}, {}, "did you mean ARSIP_TITLE?"),
    ],
)
def test_what_cannot_be_used_is_named(
    environ: dict[str, str], options: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidSettingsError) as caught:
        read_settings(environ, options)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_hosts_and_origins_are_taken_as_they_are_written() -> None:
    settings = read_settings(
        {
            "ARSIP_TRUSTED_HOSTS": "Arsip.example, .berita.example [::1]",
            "ARSIP_CORS": "*, https://a.example:8443",
            "ARSIP_BASE_URL": "https://[2001:db8::1]:8443/berita/",
        }
    )

    assert settings.trusted_hosts == ("Arsip.example", ".berita.example", "[::1]")
    assert settings.cors == ("*", "https://a.example:8443")
    assert settings.base_url == "https://[2001:db8::1]:8443/berita"


def test_variables_of_others_are_passed_over() -> None:
    # What a cluster puts into every container beside a service called arsip.
    environ = {"ARSIP_SERVICE_HOST": "10.0.0.1", "ARSIP_DATA": "/srv", "PORT": "x"}

    assert read_settings(environ) == Settings()


@pytest.mark.parametrize("name", ["USER", "PASSWORD", "API_KEY", "CA", "SHARDS", "REPLICAS"])
def test_variables_of_a_cluster_are_no_slips(name: str) -> None:
    environ = {f"ARSIP_INDEX_{name}": "1"}

    assert read_settings(environ) == Settings()
    assert unknown_variables(environ) == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `{variable(name)}` |" in README
