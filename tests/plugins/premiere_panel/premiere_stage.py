"""A Premiere in memory with CEP's Node, in a process of its own; see `premiere_stage.mjs`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HERE = Path(__file__).parent
_PATIENCE_S = 30


class PremiereStage:
    """`folder` is the extension's, as the installer leaves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            ["node", str(HERE / "premiere_stage.mjs"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the stage did not start"

    def premiere(self, **like: object) -> str:
        """A new Premiere, as `FakePremiere` takes it; gives the script that the page runs first."""
        answer = self._ask("/premiere", like)
        assert isinstance(answer, dict)
        return str(answer["script"])

    def do(self, code: str, **given: object) -> object:
        """What the user does, or sees: JavaScript over `premiere`, `panel`, `hands`, `sequence`, `given`."""
        return self._ask("/do", {"code": code, "given": given})

    def opened(self) -> list[str]:
        """Addresses that were opened in the user's browser."""
        answer = self.do("return panel.urls")
        assert isinstance(answer, list)
        return answer

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE_S)
        self._process.stdout.close()

    def _ask(self, path: str, body: object) -> object:
        request = Request(self.address + path, json.dumps(body).encode(), method="POST")
        try:
            with urlopen(request, timeout=_PATIENCE_S) as response:
                return json.load(response)
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from error
