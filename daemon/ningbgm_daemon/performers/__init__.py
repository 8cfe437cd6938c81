"""Models of music that play passages, served beside the daemon or on another machine.

Reading order: `passage` (the values, and what a model is), `wire`, `limits`, `desk` (who plays when),
`servicer`, `announcement`, `service`; `engines` finds what plays a folder: `musicgen` (with `sampling`,
`chroma`) through transformers, `audiocraft_musicgen` in the environment that `environment` makes. The service
stands on numpy, gRPC and click alone, so that it runs where nothing else of the daemon is installed.
"""
