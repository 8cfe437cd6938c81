"""Settings of the daemon: command line over environment over `config.toml` over what is usual.

Folders lie where the system wants them (platformdirs), or all under `NINGBGM_HOME`. Everything is checked
here, once; whoever holds a `Settings` can trust it.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, cast, get_args

import platformdirs

from ningbgm_agents.errors import WishError

from .config_values import ConfigValues

LogLevel = Literal["debug", "info", "warning", "error"]

_GIB = 1024**3
_USUAL_CACHE_BYTES = 10 * _GIB
_SMALLEST_CACHE_BYTES = 256 * 1024**2
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder that is watched: a `[[watch]]` of the file."""

    folder: Path
    poll: bool | None = None
    """Whether it is looked at again and again; None for shares only."""
    recipe: Mapping[str, object] = field(default_factory=dict)
    """All other keys: those of `ningbgm.toml`, checked where they are used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a daemon runs; made by `load_settings`, or by `settings_in` for a folder of one's own."""

    data: Path
    """What must not be lost: the database and the files of scores."""
    cache: Path
    """What can be computed again."""
    runtime: Path
    """What lives as long as the daemon: its discovery file and its lock."""
    logs: Path
    """Log files of a daemon that runs detached."""
    cache_limit_bytes: int = _USUAL_CACHE_BYTES
    running_jobs: int = 1
    """How many jobs are at work at once; others wait."""
    workers: int = 1
    """Processes that one job may use."""
    log_level: LogLevel = "info"
    log_json: bool = False
    """Log lines are JSON objects."""
    grpc_host: str = _LOOPBACK
    grpc_port: int = 0
    """0 for any that is free."""
    http_host: str = _LOOPBACK
    http_port: int = 0
    """0 for any that is free."""
    tls_certificate: Path | None = None
    """PEM file; needed, with its key, where a host is not loopback."""
    tls_key: Path | None = None
    performer_ca: Path | None = None
    """PEM file of who vouches for performers at `grpcs://`; None for those that the system trusts."""
    otlp_endpoint: str = ""
    """OpenTelemetry collector that takes traces by gRPC; empty for none."""
    models: tuple[tuple[str, str], ...] = ()
    """Posts and the models that the user put there: the table `[models]` of the file."""
    model_wait_s: int = 60
    """How long one reply of a language model may take."""
    model_keep_s: int = 300
    """How long a model stays loaded that nobody asks."""
    watched: tuple[WatchedFolder, ...] = ()
    """Folders in which the daemon scores what is dropped there."""

    def make_folders(self) -> None:
        """Make the folders, readable by the user alone."""
        for folder in (self.data, self.cache, self.runtime, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def load_settings(
    options: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings that `options` (keys of `config.toml`, None for not said), environment and file give.

    Raises:
        WishError: a key that there is not, or a value that it cannot have.
    """
    environment = os.environ if environment is None else environment
    home = environment.get("NINGBGM_HOME", "")
    usual = settings_in(Path(home)) if home else _usual_folders()
    said = ConfigValues(options or {}, environment, config_file(environment))
    data = said.folder("data", usual.data)
    cache = said.folder("cache", usual.cache)
    running = said.whole("running_jobs", 1, 64, max(1, min(4, _cores() // 4)))
    return _checked(
        Settings(
            data=data,
            cache=cache,
            runtime=usual.runtime if data == usual.data else data / "run",
            logs=said.folder("logs", usual.logs),
            cache_limit_bytes=said.size("cache_limit", _SMALLEST_CACHE_BYTES, _usual_cache_bytes(cache)),
            running_jobs=running,
            workers=said.whole("workers", 1, 256, max(1, _cores() // running)),
            log_level=cast(LogLevel, said.choice("log_level", get_args(LogLevel), usual.log_level)),
            log_json=said.switch("log_json"),
            grpc_host=said.text("grpc_host", usual.grpc_host),
            grpc_port=said.whole("grpc_port", 0, 65535, 0),
            http_host=said.text("http_host", usual.http_host),
            http_port=said.whole("http_port", 0, 65535, 0),
            tls_certificate=said.file("tls_certificate"),
            tls_key=said.file("tls_key"),
            performer_ca=said.file("performer_ca"),
            otlp_endpoint=said.url("otlp_endpoint"),
            models=tuple(sorted(said.words("models").items())),
            model_wait_s=said.whole("model_wait", 1, 3600, 60),
            model_keep_s=said.whole("model_keep", 1, 86_400, 300),
            watched=tuple(_watched(table) for table in said.tables("watch")),
        )
    )


def settings_in(home: Path) -> Settings:
    """The usual settings, with every folder under `home`."""
    home = home.expanduser().absolute()
    return Settings(home / "data", home / "cache", home / "run", home / "logs")


def config_file(environment: Mapping[str, str] | None = None) -> Path:
    """Where the user's `config.toml` lies, whether it is there or not."""
    home = (os.environ if environment is None else environment).get("NINGBGM_HOME", "")
    folder = Path(home).expanduser().absolute() if home else _platform_folder("config")
    return folder / "config.toml"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _usual_folders() -> Settings:
    """The folders of this system.

    What lives with the daemon lies in the data folder: runtime folders are cleared at logout (Linux) or by
    age (Windows), while a detached daemon goes on.
    """
    data = _platform_folder("data")
    return Settings(data, _platform_folder("cache"), data / "run", _platform_folder("log"))


def _platform_folder(kind: Literal["config", "data", "cache", "log"]) -> Path:
    paths = platformdirs.PlatformDirs("ningbgm", appauthor=False)
    found = {
        "config": paths.user_config_dir,
        "data": paths.user_data_dir,
        "cache": paths.user_cache_dir,
        "log": paths.user_log_dir,
    }
    return Path(found[kind])


def _watched(said: Mapping[str, object]) -> WatchedFolder:
    folder, poll = said.get("folder"), said.get("poll")
    if not isinstance(folder, str) or not Path(folder).expanduser().is_absolute():
        raise WishError("each [[watch]] must say folder, an absolute path", key="watch")
    if poll is not None and not isinstance(poll, bool):
        raise WishError("poll of [[watch]] must be true or false", key="watch")
    recipe = {key: value for key, value in said.items() if key not in ("folder", "poll")}
    return WatchedFolder(Path(folder).expanduser(), poll, recipe)


def _cores() -> int:
    return os.cpu_count() or 1


def _usual_cache_bytes(cache: Path) -> int:
    """10 GiB, but no more than a tenth of what is free, and never less than 1 GiB."""
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    return min(_USUAL_CACHE_BYTES, max(_GIB, shutil.disk_usage(there).free // 10))


def _checked(settings: Settings) -> Settings:
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        raise WishError("tls_certificate and tls_key belong together; give both or neither")
    for key, host in (("grpc_host", settings.grpc_host), ("http_host", settings.http_host)):
        if not is_loopback(host) and settings.tls_certificate is None:
            raise WishError(
                f"{key} {host} can be reached from other machines, which needs TLS: give tls_certificate and"
                f" tls_key, or use {_LOOPBACK}",
                key=key,
            )
    return replace(
        settings, grpc_host=settings.grpc_host.strip("[]"), http_host=settings.http_host.strip("[]")
    )
