"""What models saw in some pictures, on its way into the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ningbgm_agents.evidence import Evidence, PictureCaption, PictureTag, Witness


@dataclass(frozen=True)
class Views:
    """Captions and tags, who told them, and what was not seen."""

    captions: tuple[PictureCaption, ...] = ()
    tags: tuple[PictureTag, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be seen, and why."""

    def joined(self, other: Views) -> Views:
        """Both."""
        return Views(
            self.captions + other.captions,
            self.tags + other.tags,
            self.witnesses + other.witnesses,
            self.notes + other.notes,
        )

    def beside(self, evidence: Evidence) -> Evidence:
        """Evidence with what was seen."""
        return replace(
            evidence,
            captions=evidence.captions + self.captions,
            tags=evidence.tags + self.tags,
            witnesses=tuple(dict.fromkeys(evidence.witnesses + self.witnesses)),
            notes=evidence.notes + self.notes,
        )
