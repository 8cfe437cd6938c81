"""The picture of an edit as a small film that browsers play and seek in, exact to the frame."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from pathlib import Path

import av

from ningbgm_agents.timeline import Edit
from ningbgm_daemon.delivery.preview_canvas import Canvas
from ningbgm_daemon.delivery.preview_frames import shot_pictures
from ningbgm_daemon.delivery.preview_picture import shown_pieces

from .making import Told

_TOLD_EVERY = 50


def write_film(edit: Edit, into: Path, told: Told) -> None:
    """Write the whole edit: one picture for each of its frames, shown from `frame / rate` on, without sound.

    A key picture comes at least twice a second, and no picture needs a later one, so a browser finds any of
    them at once. Where the edit has no picture, or its media is gone, it is black.
    """
    canvas, rate = Canvas.within(edit.width, edit.height), edit.rate.fps
    with av.open(str(into), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        group = max(1, int(rate / 2))
        options = {"preset": "veryfast", "crf": "24", "g": str(group), "bf": "0", "threads": "2"}
        stream = out.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
        stream.codec_context.time_base = 1 / rate
        number = 0
        for start, end, shot in shown_pieces(replace(edit, scored=None)):
            black = repeat(canvas.black(), end - start)
            for planes in black if shot is None else shot_pictures(canvas, shot, rate, start, end):
                frame = canvas.frame(planes)
                frame.pts, frame.time_base = number, 1 / rate
                out.mux(stream.encode(frame))
                number += 1
                if number % _TOLD_EVERY == 0:
                    told(number / edit.duration)
        out.mux(stream.encode(None))
