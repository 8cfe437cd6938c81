"""The benchmarks are scripts: their rooms are found beside them, the written score is elsewhere."""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
for folder in (_ROOT / "benchmarks", _ROOT / "tests/agents/composing"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
