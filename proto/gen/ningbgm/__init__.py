"""The contract of NingBGM as Python code, generated from `proto/ningbgm`."""
