"""Where a model may work: the posts that `ningbgm models use POST=MODEL` fills, and what each adds."""

from __future__ import annotations

from collections.abc import Mapping

from ningbgm_agents.brief import STEMS
from ningbgm_agents.errors import WishError
from ningbgm_agents.lyrics import VOICE_STEM
from ningbgm_agents.role import load_role

EVERYONE = "minds"
"""The post of all minds at once; what is said for a team or a role counts before it."""

TRANSCRIPT, CAPTIONS, TAGS = "transcript", "captions", "tags"

PERFORMER = "performer"
"""The post of who plays the stems; `performer.melody` is that of one stem."""

VOICE = f"{PERFORMER}.{VOICE_STEM}"
"""The post of who sings the sung line with its words."""

POSTS: Mapping[str, str] = {
    EVERYONE: "thinks for every role below",
    "requirements": "thinks for the team that reads the wish",
    "understanding": "thinks for the team that reads the film",
    "composing": "thinks for the team that writes the music",
    TRANSCRIPT: "writes down what is said in the film (a .pt of openai-whisper)",
    CAPTIONS: "describes what is seen (a vision-language model: SmolVLM, LLaVA, Qwen-VL, ...)",
    TAGS: "says what kind of place, activity and mood is seen (CLIP, SigLIP)",
    PERFORMER: "plays melody, harmony, motion and bass after the score; performer.STEM plays one stem",
    VOICE: "sings the words of the sung line, where somebody sings (ACE-Step's server)",
    "wish_reader": "reads in a wish what the vocabulary does not know",
    "brief_writer": "decides what the wish leaves open: palettes, ending, dynamics, density of hits",
    "emotion_expert": "corrects the feeling of scenes by what is said and told in them",
    "narrative_expert": "finds setup, turns, climax and release in what is told",
    "spotting_expert": "weighs which moments the music meets",
    "theme_expert": "invents the motifs",
    "harmony_expert": "chooses the progression of each section",
    "lyricist": "writes the words, where somebody sings",
}
"""What a model adds at each post."""


def known_post(name: str) -> str:
    """The name of a post.

    Raises:
        WishError: there is no such post.
    """
    if name.startswith(f"{PERFORMER}.") and stem_at(name) in STEMS:
        return name
    if name not in POSTS:
        raise WishError(f"there is no role {name!r}; a model can work as {', '.join(POSTS)}", role=name)
    return name


def adds_at(post: str) -> str:
    """What a model adds at a post."""
    stem = stem_at(post) if post.partition(".")[0] == PERFORMER and post not in POSTS else ""
    return f"plays the stem {stem} after the score" if stem else POSTS.get(post, "there is no such role")


def stem_at(post: str) -> str:
    """The stem of a performer's post; empty for that of all stems."""
    return post.partition(".")[2]


def said_for(role: str, posts: Mapping[str, str]) -> str:
    """What was put at the post of a role, else of its team, else of everyone; empty for nothing."""
    return posts.get(role) or posts.get(load_role(role).team) or posts.get(EVERYONE) or ""
