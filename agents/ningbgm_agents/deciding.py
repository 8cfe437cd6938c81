"""Every role that a language model may think for, and what it decides there.

A role that is not listed works by its rules alone: what must be exact (the clock, the tempo map, the notes on
the frame) or is measured (what is seen and heard) is no matter of opinion.
"""

from __future__ import annotations

from collections.abc import Mapping

from .composing.harmony_decision import HARMONY_DECISION
from .composing.lyrics_decision import LYRICS_DECISION
from .composing.spotting_decision import SPOTTING_DECISION
from .composing.theme_decision import THEME_DECISION
from .requirements.brief_decision import BRIEF_DECISION
from .requirements.wish_decision import WISH_DECISION
from .understanding.feeling_decision import FEELING_DECISION
from .understanding.story_decision import STORY_DECISION

DECISIONS: Mapping[str, object] = {
    "wish_reader": WISH_DECISION,
    "brief_writer": BRIEF_DECISION,
    "emotion_expert": FEELING_DECISION,
    "narrative_expert": STORY_DECISION,
    "spotting_expert": SPOTTING_DECISION,
    "theme_expert": THEME_DECISION,
    "harmony_expert": HARMONY_DECISION,
    "lyricist": LYRICS_DECISION,
}
"""By role, each on the bench of its team."""
