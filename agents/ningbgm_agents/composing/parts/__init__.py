"""What each layer plays, one file a layer: pad, bass, motion, melody, counter, drums, accents.

All write notes in beats (`sketch.Sketch`); `touch` makes samples, velocities and expression of them.
"""
