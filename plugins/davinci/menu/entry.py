"""NingBGM: @TITLE@. Written by `ningbgm plugins install davinci`."""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, r"@FOLDER@")
from ningbgm_resolve import menu  # noqa: E402 (found in the folder above)

menu.run("@ENTRY@", globals())
