"""The commands of `ningbgm`, one file each; read `score` first.

What is imported at the top of these files is paid for by every `ningbgm --help`: heavy things are imported
where they are used.
"""
