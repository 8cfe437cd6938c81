"""What is said for each key of the settings: by option, else in the environment, else in `config.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from ningbgm_agents.errors import WishError

_UNITS = {"": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}
_KEYS = (
    "data",
    "cache",
    "logs",
    "cache_limit",
    "running_jobs",
    "workers",
    "log_level",
    "log_json",
    "grpc_host",
    "grpc_port",
    "http_host",
    "http_port",
    "tls_certificate",
    "tls_key",
    "performer_ca",
    "otlp_endpoint",
    "model_wait",
    "model_keep",
    "models",
    "watch",
)
"""Every key of `config.toml`; in the environment each but the tables is `NINGBGM_` and its capitals."""


@dataclass(frozen=True, slots=True)
class ConfigValues:
    """The values of all layers, checked one by one.

    Raises:
        WishError: the file cannot be read or has a key that there is not; or, from each method, a value that
            the key cannot have.
    """

    options: Mapping[str, object]
    environment: Mapping[str, str]
    path: Path
    file_values: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "file_values", _read(self.path))

    def folder(self, key: str, usual: Path) -> Path:
        """The folder of a key."""
        text = self.text(key, "")
        return Path(text).expanduser().absolute() if text else usual

    def file(self, key: str) -> Path | None:
        """The file of a key, which has to be there; None for none."""
        text = self.text(key, "")
        if text and not Path(text).expanduser().is_file():
            self._refuse(key, "the path of a file that is there")
        return Path(text).expanduser().absolute() if text else None

    def url(self, key: str) -> str:
        """The address of a key; empty for none."""
        text = self.text(key, "")
        if text and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
            self._refuse(key, "an address such as http://127.0.0.1:4317")
        return text

    def choice(self, key: str, among: tuple[str, ...], usual: str) -> str:
        """The word of a key, one of a few."""
        text = self.text(key, usual).lower()
        if text not in among:
            self._refuse(key, "one of " + ", ".join(among))
        return text

    def switch(self, key: str) -> bool:
        """Whether a key is on; off where nothing is said."""
        text = str(self._value(key) or "false").lower()
        if text not in ("true", "false", "1", "0"):
            self._refuse(key, "true or false")
        return text in ("true", "1")

    def whole(self, key: str, low: int, high: int, usual: int) -> int:
        """The whole number of a key, within bounds."""
        value = self._value(key)
        if value is None:
            return usual
        text = str(value).strip()
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,6}", text) or not low <= int(text) <= high:
            self._refuse(key, f"a whole number from {low} to {high}")
        return int(text)

    def size(self, key: str, low: int, usual: int) -> int:
        """The size of a key in bytes: a number, or `10 GiB`."""
        value = self._value(key)
        if value is None:
            return usual
        match = re.fullmatch(r"(\d{1,18}(?:\.\d{1,6})?)\s*([KMG]I?B)?", str(value).strip(), re.IGNORECASE)
        count = int(float(match[1]) * _UNITS[(match[2] or "").upper()]) if match else 0
        if isinstance(value, bool) or count < low:
            self._refuse(key, f"a size such as '10 GiB', at least {low // 1024**2} MiB")
        return count

    def tables(self, key: str) -> list[dict[str, object]]:
        """The tables of a key, `[[watch]]`, which only the file can say."""
        value = self.file_values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise WishError(f"{key} in {self.path} must be tables: [[{key}]]", key=key)
        return value

    def words(self, key: str) -> dict[str, str]:
        """The table of a key, `[models]`, whose values are texts, and which only the file can say."""
        value = self.file_values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
            raise WishError(f'[{key}] in {self.path} must be a table of texts: role = "model"', key=key)
        return {str(name): str(word).strip() for name, word in value.items()}

    def text(self, key: str, usual: str) -> str:
        """The text of a key."""
        value = self._value(key)
        if value is not None and not isinstance(value, (str, Path)):
            self._refuse(key, "a text")
        return str(value).strip() if value else usual

    def _value(self, key: str) -> object:
        option = self.options.get(key)
        return (
            option if option is not None else self.environment.get(_variable(key), self.file_values.get(key))
        )

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        raise WishError(f"{self._place(key)} must be {wanted}, not {self._value(key)!r}", key=key)

    def _place(self, key: str) -> str:
        if self.options.get(key) is not None:
            return f"--{key.replace('_', '-')}"
        return _variable(key) if _variable(key) in self.environment else f"{key} in {self.path}"


def _variable(key: str) -> str:
    return f"NINGBGM_{key.upper()}"


def _read(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WishError(f"{path} cannot be read: {error}", path=str(path)) from error
    unknown = sorted(set(values) - set(_KEYS))
    if unknown:
        raise WishError(
            f"{path} has a key {unknown[0]!r} that there is not; the keys are {', '.join(_KEYS)}",
            key=unknown[0],
        )
    return values
