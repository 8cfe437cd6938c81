"""Small timelines, written by the tests themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import opentimelineio as otio
import pytest

Item = otio.core.Composable
Writer = Callable[[otio.core.SerializableObject], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Write an OTIO object and say where."""

    def written(root: otio.core.SerializableObject, name: str = "edit.otio") -> Path:
        path = tmp_path / name
        otio.adapters.write_to_file(root, str(path), adapter_name="otio_json")
        return path

    return written


@pytest.fixture
def fcpxml(tmp_path: Path) -> Callable[..., Path]:
    """Write an FCPXML project around the body of its spine, and say where.

    Its resources: format f1 of the sequence, assets v (picture and sound), p (picture), s (sound), still,
    tc (a file that starts at 01:00:00:00), effects t (title) and g (generator), and what is given.
    """

    def written(
        spine: str,
        frame: str = "1/25s",
        resources: str = "",
        sequence: str = 'tcStart="0s" tcFormat="NDF"',
        name: str = "edit.fcpxml",
    ) -> Path:
        picture, sound = 'hasVideo="1" format="f1"', 'hasAudio="1" audioSources="1"'
        path = tmp_path / name
        path.write_text(
            f'''<?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE fcpxml>
            <fcpxml version="1.11"><resources>
            <format id="f1" frameDuration="{frame}" width="1920" height="1080"/>
            <asset id="v" name="V" start="0s" duration="1000s" {picture} {sound}>
              <media-rep kind="original-media" src="file:///nowhere/V.mov"/></asset>
            <asset id="p" name="P" start="0s" duration="1000s" {picture} src="file:///nowhere/P.mov"/>
            <asset id="s" name="S" start="0s" duration="1000s" {sound} src="file:///nowhere/S.wav"/>
            <asset id="tc" name="TC" start="3600s" duration="1000s" {picture} src="file:///nowhere/TC.mov"/>
            <asset id="still" name="Still" start="0s" duration="0s" {picture} src="file:///nowhere/Still.jpg"/>
            <effect id="t" name="Basic Title" uid=".../Titles.localized/Basic Title.moti"/>
            <effect id="g" name="Clouds" uid=".../Generators.localized/Backgrounds.localized/Clouds.motn"/>
            {resources}</resources>
            <library><event name="E"><project name="Film">
            <sequence format="f1" {sequence}><spine>{spine}</spine></sequence>
            </project></event></library></fcpxml>''',
            encoding="utf-8",
        )
        return path

    return written
