"""Settings come from the command line over the environment over the user's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_agents.errors import WishError
from ningbgm_daemon.config import Settings, is_loopback, load_settings, settings_in


def loaded(home: Path, text: str = "", options: dict[str, object] | None = None, **said: str) -> Settings:
    (home / "config.toml").write_text(text, encoding="utf-8")
    return load_settings(options, {"NINGBGM_HOME": str(home)} | said)


class TestFolders:
    def test_everything_lies_under_a_home_of_ones_own(self, tmp_path: Path) -> None:
        settings = loaded(tmp_path)

        assert (settings.data, settings.cache) == (tmp_path / "data", tmp_path / "cache")
        assert (settings.runtime, settings.logs) == (tmp_path / "run", tmp_path / "logs")
        assert settings.data == settings_in(tmp_path).data

    def test_without_one_they_lie_where_the_system_wants_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            monkeypatch.setenv(name, str(tmp_path / name))

        settings = load_settings(environment={})

        assert settings.data != settings.cache
        assert settings.runtime == settings.data / "run"

    def test_the_daemon_lives_with_the_data_that_it_guards(self, tmp_path: Path) -> None:
        settings = loaded(tmp_path, f"data = '{(tmp_path / 'elsewhere').as_posix()}'")

        assert settings.runtime == tmp_path / "elsewhere" / "run"

    def test_made_folders_are_the_users_alone(self, tmp_path: Path) -> None:
        settings = loaded(tmp_path)

        settings.make_folders()

        assert settings.runtime.stat().st_mode & 0o077 == 0


class TestLayers:
    def test_each_layer_goes_over_the_one_below(self, tmp_path: Path) -> None:
        text = "grpc_port = 1000\nhttp_port = 1001\nrunning_jobs = 3"

        settings = loaded(
            tmp_path, text, {"grpc_port": 3000}, NINGBGM_GRPC_PORT="2000", NINGBGM_HTTP_PORT="2001"
        )

        assert (settings.grpc_port, settings.http_port, settings.running_jobs) == (3000, 2001, 3)

    def test_options_that_are_not_given_say_nothing(self, tmp_path: Path) -> None:
        assert loaded(tmp_path, "grpc_port = 1000", {"grpc_port": None}).grpc_port == 1000

    @pytest.mark.parametrize(
        ("said", "count"),
        [
            ("'2 GiB'", 2 * 1024**3),
            ("'1.5GB'", 1_500_000_000),
            ("'600 mib'", 600 * 1024**2),
            ("999999999", 999999999),
        ],
    )
    def test_sizes_are_read_as_people_write_them(self, tmp_path: Path, said: str, count: int) -> None:
        assert loaded(tmp_path, f"cache_limit = {said}").cache_limit_bytes == count

    def test_usual_values_fit_the_machine(self, tmp_path: Path) -> None:
        settings = loaded(tmp_path)

        assert 1024**3 <= settings.cache_limit_bytes <= 10 * 1024**3
        assert settings.running_jobs >= 1
        assert settings.workers >= 1
        assert (settings.grpc_host, settings.grpc_port) == ("127.0.0.1", 0)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("kazoo = 1", "'kazoo'"),
            ("grpc_port = 70000", "from 0 to 65535"),
            ("grpc_port = true", "whole number"),
            ("running_jobs = 0", "from 1 to 64"),
            ("running_jobs = 1.5", "whole number"),
            ("log_level = 'loud'", "one of debug"),
            ("log_json = 'maybe'", "true or false"),
            ("cache_limit = 'much'", "10 GiB"),
            ("cache_limit = '1 MiB'", "at least 256 MiB"),
            ("data = 3", "a text"),
            ("otlp_endpoint = 'localhost'", "http://127.0.0.1:4317"),
            ("tls_key = '/nowhere/key.pem'", "file that is there"),
            ("grpc_host = '0.0.0.0'", "needs TLS"),
            ("http_host = 'studio.example'", "needs TLS"),
            ("grpc_port = ", "cannot be read"),
            ("\x00", "cannot be read"),
        ],
    )
    def test_what_cannot_be_is_said_in_a_sentence(self, tmp_path: Path, text: str, sentence: str) -> None:
        with pytest.raises(WishError, match=sentence) as caught:
            loaded(tmp_path, text)

        assert "config.toml" in str(caught.value) or "TLS" in str(caught.value)

    def test_the_place_of_a_mistake_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(WishError, match="NINGBGM_GRPC_PORT must be"):
            loaded(tmp_path, NINGBGM_GRPC_PORT="many")
        with pytest.raises(WishError, match="--grpc-port must be"):
            loaded(tmp_path, "", {"grpc_port": -1})

    def test_a_certificate_needs_its_key(self, tmp_path: Path) -> None:
        (tmp_path / "cert.pem").write_text("")

        with pytest.raises(WishError, match="belong together"):
            loaded(tmp_path, "", {"tls_certificate": tmp_path / "cert.pem"})


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("a.b", False),
    ],
)
def test_loopback_is_known(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
