"""The resources of an FCPXML file: formats, media assets, titles and generators, each once."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import SAMPLE_RATE_HZ, FrameRate, Media

from .editing_rate import editing_rate
from .extents import extents_s
from .laid_out import Layout, MusicClip
from .source_files import SourceFile, file_url
from .xml_tree import add

TITLE = ("Basic Title", ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti")
SOLID = ("Custom", ".../Generators.localized/Solids.localized/Custom.localized/Custom.motn")
DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
_LARGEST_DENOMINATOR = (1 << 31) - 1
_WIDTH, _HEIGHT = 1920, 1080


class Resources:
    """Writes each resource when it is first asked for, and gives its id."""

    def __init__(self, root: Element, layout: Layout) -> None:
        self._root, self._layout = add(root, "resources"), layout
        self._ids: dict[tuple[str, ...], str] = {}
        self._extents = extents_s(layout)

    def sequence_format(self) -> str:
        """The format of the timeline."""
        edit = self._layout.edit
        return self._format(edit.rate, edit.width or _WIDTH, edit.height or _HEIGHT)

    def effect(self, name: str, uid: str) -> str:
        """A title, a generator or a transition of Final Cut's own."""
        key = ("effect", uid)
        if key not in self._ids:
            add(self._root, "effect", id=self._new(key), name=name, uid=uid)
        return self._ids[key]

    def media(self, media: Media) -> str:
        """A media file of the edit's."""
        key, source = ("media", media.path), self._layout.sources.of(media)
        if key not in self._ids:
            start_s, end_s = self._extents[media]
            video = {"hasVideo": "1", "videoSources": "1"} if source.has_picture else {}
            if source.has_picture:
                video["format"] = self._media_format(source)
            sound = {"hasAudio": "1", "audioSources": "1", "audioChannels": str(source.channels)}
            length_s = Fraction(0) if source.is_still else end_s - start_s
            self._asset(
                key,
                source.name,
                source.url,
                start_s,
                length_s,
                video | (sound if source.channels and not source.is_still else {}),
            )
        return self._ids[key]

    def music(self, clip: MusicClip) -> str:
        """A sound file of ours.

        Frames and samples differ by half a sample at most. The longer of the two is declared, because
        Final Cut refuses a clip that reaches past its asset.
        """
        key = ("music", clip.file.name)
        if key not in self._ids:
            frames_s = self._layout.edit.rate.seconds(clip.record.duration)
            length_s = max(Fraction(clip.sample_count, SAMPLE_RATE_HZ), frames_s)
            start_s = Fraction(clip.first_sample, SAMPLE_RATE_HZ)
            rate = str(SAMPLE_RATE_HZ)
            sound = {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": rate}
            self._asset(key, clip.file.name, file_url(str(clip.file)), start_s, length_s, sound)
        return self._ids[key]

    def _media_format(self, source: SourceFile) -> str:
        width, height = source.width or _WIDTH, source.height or _HEIGHT
        if source.is_still:
            key = ("still", str(width), str(height))
            if key not in self._ids:
                size = {"width": str(width), "height": str(height)}
                add(self._root, "format", id=self._new(key), name="FFVideoFormatRateUndefined", **size)
            return self._ids[key]
        return self._format(source.rate or self._layout.edit.rate, width, height)

    def _format(self, rate: FrameRate, width: int, height: int) -> str:
        duration = seconds_text(1 / editing_rate(rate).fps)
        key = ("format", duration, str(width), str(height))
        if key not in self._ids:
            size = {"width": str(width), "height": str(height)}
            colour = "1-1-1 (Rec. 709)"
            add(self._root, "format", id=self._new(key), frameDuration=duration, colorSpace=colour, **size)
        return self._ids[key]

    def _asset(
        self,
        key: tuple[str, ...],
        name: str,
        url: str,
        start_s: Fraction,
        length_s: Fraction,
        streams: dict[str, str],
    ) -> None:
        times = {"start": seconds_text(start_s), "duration": seconds_text(length_s)}
        asset = add(self._root, "asset", id=self._new(key), name=name, **times, **streams)
        add(asset, "media-rep", kind="original-media", src=url)

    def _new(self, key: tuple[str, ...]) -> str:
        self._ids[key] = f"r{len(self._ids) + 1}"
        return self._ids[key]


def seconds_text(seconds: Fraction) -> str:
    """A time as FCPXML writes it, a rational number of seconds with a 32-bit denominator."""
    exact = seconds.limit_denominator(_LARGEST_DENOMINATOR)
    return f"{exact.numerator}s" if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}s"
