"""A DaVinci Resolve that runs in memory and lies where the real one lies.

Reading order: `world` (what a test builds, breaks and looks at), `rate` and `item` (frames), `timeline`,
`media_pool` and `placing` (the calls), `edition` (what which version has), `calls` and `faults` (what goes
wrong), `export` (the OTIO of Resolve), `lua_face` (the sandbox of the free edition from 21.1).

Every behaviour says where it was read. The sources, by their short names:

- nle.md: `../shared/reference/nle.md`, the ground truth of this project, sections 0, 1 and 3.
- R21.0.4: Blackmagic's README of 24 Jul 2026, samuelgursky/davinci-resolve-mcp
  `docs/reference/resolve_scripting_api.txt`; R18.5.1 and R19.0B: its elder copies in ynput/OpenPype
  `openpype/hosts/resolve/RESOLVE_API_v18.5.1-build6.txt` and ynput/ayon-core
  `client/ayon_core/hosts/resolve/RESOLVE_API_v19.0B-build20.txt`.
- R21.1: the 21.1 stub, as saadk408/davinci-resolve-lua-mcp `types/resolve_host.d.lua` carries it.
- AT: samuelgursky/davinci-resolve-mcp `docs/reference/api-limitations.md`, measured.
- DB: danielbaldwin47/resolve-mcp `docs/research/edit-calls-21-1.md`, `docs/adr/0004`, `docs/adr/0005`,
  measured.
- AS: tmoroney/auto-subs `AutoSubs-App/src-tauri/resources/modules/autosubs_core.lua` and its issues.
- LUA: saadk408/davinci-resolve-lua-mcp `README.md` and `CLAUDE.md`, measured on 21.1.0.17 free.
- PYBMD: WheheoHu/pybmd, the release notes that list which call came with which version.
- AYON: ynput/ayon-core `tests/client/ayon_core/pipeline/editorial/resources/*.json`, exports of Resolve.
- OTIO: two whole exports of Resolve, `../shared/real/timelines/resolve_transition_generator.otio` and
  `effects.otio`.

What nobody wrote down is marked [inference] where it stands; where a choice was open, the fake takes the one
that is harder on the plugin.
"""
