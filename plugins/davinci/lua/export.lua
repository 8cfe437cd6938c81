-- NingBGM for the free edition from 21.1: hands the open timeline to the daemon's watched folder.
local placing = dofile("@FOLDER@/ningbgm_placing.lua")
placing.run(resolve, function()
  local open = resolve:GetProjectManager():GetCurrentProject():GetCurrentTimeline()
  local path = "@WATCHED@/" .. placing.file_name(open) .. ".otio"
  if not open:Export(path, resolve.EXPORT_OTIO) or not bmd.fileexists(path) then
    return { "Resolve could not write " .. path .. "; run `ningbgm plugins install davinci` again." }
  end
  return { "The timeline is being scored. In a while, choose Place score." }
end)
