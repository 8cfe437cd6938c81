"""What every command shares: help that is quick, completion, logs, tables, the doctor."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from saying import Say

from ningbgm_agents.errors import NotFoundError
from ningbgm_daemon.cli import main
from ningbgm_daemon.commands.log_lines import following_lines, last_lines
from ningbgm_daemon.commands.printing import print_table, size

HELP_CPU_S = 0.3


def test_every_command_has_its_help() -> None:
    context = click.Context(main)

    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.help, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_help_loads_nothing_that_is_heavy() -> None:
    code = (
        "import sys, resource; from click.testing import CliRunner; from ningbgm_daemon.cli import main;"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0;"
        "heavy = {'grpc', 'numpy', 'pydantic', 'rich', 'starlette', 'av'} & set(sys.modules);"
        "used = resource.getrusage(resource.RUSAGE_SELF);"
        "print(','.join(sorted(heavy)), used.ru_utime + used.ru_stime)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    heavy, cpu_s = said.rsplit(" ", 1)
    assert heavy == ""
    assert float(cpu_s) < HELP_CPU_S


def test_asking_the_daemon_loads_nothing_that_scores() -> None:
    code = (
        "import sys, ningbgm_daemon.client, ningbgm_daemon.console, ningbgm_daemon.commands.scoring;"
        "print(','.join({'numpy', 'scipy', 'av', 'cv2', 'pydantic'} & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said == "\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(say: Say, shell: str) -> None:
    assert "_NINGBGM_COMPLETE" in say("completion", shell).output


def test_commands_complete_themselves() -> None:
    environment = {"_NINGBGM_COMPLETE": "bash_complete", "COMP_WORDS": "ningbgm dae", "COMP_CWORD": "1"}

    done = CliRunner().invoke(main, prog_name="ningbgm", env=environment)

    assert done.output == "plain,daemon\n"


def test_a_wrong_setting_is_said_at_the_door(say: Say, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("kazoo = 1")

    for command in (("jobs",), ("daemon", "start"), ("score", "film.mp4")):
        done = say(*command)
        assert done.exit_code == 2
        assert "'kazoo'" in done.stderr


@pytest.mark.parametrize("given", [".", "/", ".."])
def test_a_folder_in_place_of_a_film_is_said(say: Say, given: str) -> None:
    done = say("score", given)

    assert done.exit_code == 2
    assert "is a folder" in done.stderr


class TestDoctor:
    def test_it_tells_what_works(self, say: Say, home: Path) -> None:
        done = say("doctor", "--json")

        plain = json.loads(done.output)
        states = {finding["name"]: finding["state"] for finding in plain["findings"]}
        assert done.exit_code == 0
        assert plain["works"] is True
        assert {"Python", "Codecs", "SoundFont", "Preview", "Ports", "Disk"} <= set(states)
        assert states["Daemon"] == "missing"
        assert not home.exists(), "looking makes nothing"

    def test_what_is_broken_is_an_exit_code_and_one_advice(self, say: Say, home: Path) -> None:
        home.mkdir()
        (home / "config.toml").write_text("kazoo = 1")

        done = say("doctor")

        assert done.exit_code == 1
        assert "✗ Configuration" in done.output
        assert "mend or remove" in done.output

    def test_a_port_that_is_taken_is_found(self, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            monkeypatch.setenv("NINGBGM_GRPC_PORT", str(server.getsockname()[1]))

            done = say("doctor")

        assert done.exit_code == 0
        assert "cannot be used" in done.output
        assert "choose another grpc_port" in done.output


class TestLogs:
    def test_the_last_lines_are_shown(self, say: Say, home: Path) -> None:
        (home / "logs").mkdir(parents=True)
        (home / "logs" / "daemon.log").write_text("".join(f"line {number}\n" for number in range(9)))

        assert say("daemon", "logs", "-n", 2).output == "line 7\nline 8\n"

    def test_no_log_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError, match="no daemon"):
            last_lines(tmp_path / "daemon.log", 3)

    def test_lines_are_followed_through_a_rotation(self, tmp_path: Path) -> None:
        path = tmp_path / "daemon.log"
        path.write_text("old line, longer than those that follow\n")
        lines = following_lines(path)

        def write() -> None:
            time.sleep(0.3)
            with path.open("a") as file:
                file.write("one\n")
            time.sleep(0.6)
            path.rename(tmp_path / "daemon.log.1")
            path.write_text("two\nthr")
            time.sleep(0.6)
            with path.open("a") as file:
                file.write("ee\n")

        writer = threading.Thread(target=write)
        writer.start()
        found = [next(lines) for _ in range(3)]
        writer.join()

        assert found == ["one", "two", "three"]


def test_tables_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("a", "long\nname", "x"), ("bcd", "b", "")], "nothing")
    print_table([], "nothing")

    assert capsys.readouterr().out == "a    long name  x\nbcd  b\nnothing\n"


def test_sizes_are_told_as_people_say_them() -> None:
    assert [size(count) for count in (12, 2048, 5 * 1024**2, 3 * 1024**3)] == [
        "12 bytes",
        "2.0 KiB",
        "5.0 MiB",
        "3.0 GiB",
    ]
