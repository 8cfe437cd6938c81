"""Plain words cut into tokens: English words, numbers, single Chinese characters and marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"[a-zà-öø-ÿ]+|\d+(?:[.:]\d+)*|[\u3400-\u9fff]|[,.;!?:，。；！？：、\n()（）]")
_MARKS = frozenset(",.;!?:，。；！？：\n()（）")
_TRADITIONAL = str.maketrans(
    "樂緊張歡開鬆溫靜傷緩強漸後從聲絃電鋼長號鍵盤無沒點節頭結響壯興奮懷舊爾漢視頻懸驚慄憂鬱靈夢慢輕風",
    "乐紧张欢开松温静伤缓强渐后从声弦电钢长号键盘无没点节头结响壮兴奋怀旧尔汉视频悬惊栗忧郁灵梦慢轻风",
)


@dataclass(frozen=True)
class Token:
    """A word, number, character or mark, and where it stands in the text."""

    text: str
    start: int
    end: int

    @property
    def mark(self) -> bool:
        """Whether it ends a clause."""
        return self.text in _MARKS

    @property
    def stem(self) -> str:
        """The word without the s of the plural or of the third person."""
        return stem(self.text)

    @property
    def chinese(self) -> bool:
        """Whether it is a Chinese character."""
        return "\u3400" <= self.text[0] <= "\u9fff"


def plain(text: str) -> str:
    """Lower case with plain quotes; common traditional characters become simplified."""
    folded = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL).lower()
    return folded.replace("’", "'").replace("‘", "'")


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a text that `plain` has prepared."""
    return tuple(Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text))


def stem(word: str) -> str:
    """The word without the s of the plural or of the third person; 'brass' and 'this' stay."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
