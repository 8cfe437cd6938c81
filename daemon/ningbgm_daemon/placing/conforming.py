"""What becomes of single cues: kept, taken away, put down anew; gathered until it is a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .claims import GONE, AsPut, Claim, marker_data, overlaps
from .laid import TRACK_PREFIX, LaidClip, LaidTimeline
from .steps import CueMarker, PlacementPlan, PutDown, Refusal
from .wanted import WantedCue


class Draft:
    """A plan in the making."""

    def __init__(self) -> None:
        self.place: list[WantedCue] = []
        self.remove: list[LaidClip] = []
        self.unmark: list[Claim] = []
        self.sentences: list[str] = []

    def take_away(self, claim: Claim, put: AsPut) -> None:
        """A cue goes, or is put down anew."""
        self.unmark.append(claim)
        self.remove += put.clips.values()

    def conform(self, claim: Claim, cue: WantedCue | None, put: AsPut | None) -> None:
        """A cue that lies there is now `cue` (None: dropped); `put` are its clips (None: changed by hand)."""
        if put is None:
            self.sentences.append(
                f"{claim.cue} was changed by hand and stays as it lies. To have it anew, delete its clips and"
                " its marker, and choose Update score."
            )
            return
        if cue is None:
            self.take_away(claim, put)
            return
        if put.gone:
            self.sentences.append(f"{claim.cue}: {', '.join(put.gone)} was taken off by hand and stays off.")
        if not put.clips:
            return
        if cue.hash == claim.hash and cue.start == claim.start + put.shift:
            if put.shift:  # it went along with the picture: only its marker says otherwise
                self.unmark.append(claim)
                self.place.append(replace(cue, stems=(), kept=claim.stems))
            return
        self.take_away(claim, put)
        stems = tuple(stem for stem in cue.stems if stem.name not in put.gone)
        self.place.append(replace(cue, stems=stems, kept=dict.fromkeys(put.gone, GONE)))

    def in_the_way(self, timeline: LaidTimeline) -> Refusal | None:
        """What lies where a cue belongs and is not ours to take: an overlap is lost without a word."""
        going = {clip.id for clip in self.remove}
        stay = [c for c in timeline.clips if c.track.startswith(TRACK_PREFIX) and c.id not in going]
        for cue in self.place:
            tracks = {TRACK_PREFIX + stem.name for stem in cue.stems}
            for clip in stay:
                if clip.track in tracks and overlaps(cue.start, cue.end, clip.start, clip.end):
                    return Refusal(
                        "in_the_way",
                        f"a clip that was put there or changed by hand lies on the track {clip.track}, where"
                        f" {cue.name} belongs; move or delete it, and try again",
                        (clip.id,),
                    )
        return None

    def plan(self, timeline: LaidTimeline, score: str = "") -> PlacementPlan:
        """The plan; `score` is that of the cues that are put down."""
        emptied = () if self.place else {clip.track for clip in self.remove}
        return PlacementPlan(
            take_away=tuple(clip.id for clip in self.remove),
            unmark=tuple(self.unmark),
            put_down=tuple(part for cue in self.place for part in self._parts(cue)),
            mark=tuple(self._markers(score, timeline)),
            drop_tracks=tuple(sorted(track for track in emptied if track.startswith(TRACK_PREFIX))),
            sentences=tuple(self.sentences),
        )

    def _parts(self, cue: WantedCue) -> list[PutDown]:
        """What is put down of a cue; a clip that goes and plays the very same may be moved instead."""
        before = next((one for one in self.unmark if (one.cue, one.hash) == (cue.name, cue.hash)), None)
        going = {clip.source: clip.id for clip in self.remove}
        return [
            PutDown(
                cue.name,
                stem.name,
                stem.path,
                TRACK_PREFIX + stem.name,
                cue.start,
                cue.samples,
                cue.frames,
                f"{cue.name} {stem.name}",
                going.get(before.stems[stem.name].source, "") if before and stem.name in before.stems else "",
            )
            for stem in cue.stems
        ]

    def _markers(self, score: str, timeline: LaidTimeline) -> Iterator[CueMarker]:
        """A marker a cue: two never stand on one frame."""
        going = {claim.marker for claim in self.unmark}
        taken = {marker.frame for marker in timeline.markers if marker not in going}
        for cue in self.place:
            frame = next((at for at in range(cue.start, cue.end) if at not in taken), cue.start)
            taken.add(frame)
            data = marker_data(score, cue.name, cue.hash, cue.start, cue.kept)
            yield CueMarker(cue.name, frame, cue.end, f"NingBGM: {cue.purpose}", data)
