-- The ground that sounds lie on: bins, imported files, tracks. No answer of a call is believed: each change is
-- seen, and can be taken back.
local here, see = ...
local M = {}
local BIN = "NingBGM"

function M.held(holds, bring_about)
  for try = 1, 3 do
    local fine, yes = pcall(holds)
    if fine and yes then return true end
    if try < 3 then pcall(bring_about) end
  end
  return false
end

function M.change(name, holds, bring_about, undone, back)
  here.undo[#here.undo + 1] = { name = name, undone = undone, back = back }
  for _ = 1, 2 do
    if not holds() then bring_about() end
  end
  if not holds() then see.fail("Resolve did not do it: " .. name) end
end

function M.unlock(index)
  if here.timeline:GetIsTrackLocked("audio", index) then
    here.locks[index] = true
    here.timeline:SetTrackLock("audio", index, false)
  end
end

local function files(folder)
  local found = {}
  for _, clip in ipairs(folder:GetClipList()) do
    found[clip:GetClipProperty("File Path"):gsub("\\", "/")] = clip
  end
  return found
end

local function bin(parent, name)
  local function named()
    for _, folder in ipairs(parent:GetSubFolderList()) do
      if folder:GetName() == name then return folder end
    end
  end
  if not named() then
    M.change("the bin " .. name, named, function() here.pool:AddSubFolder(parent, name) end,
      function() return not named() end, function() here.pool:DeleteFolders({ named() }) end)
  end
  return named()
end

function M.imported(todo)
  local folder = bin(bin(here.pool:GetRootFolder(), BIN), here.timeline:GetName())
  local known, paths = {}, {}
  for _, clip in ipairs(folder:GetClipList()) do known[clip:GetUniqueId()] = true end
  for _, cue in ipairs(todo.place) do
    for _, part in ipairs(cue.stems) do
      if not bmd.fileexists(part.path) then see.fail("the sound " .. part.path .. " is not there") end
      paths[#paths + 1] = part.path
    end
  end
  local function missing()
    local there, found = files(folder), {}
    for _, path in ipairs(paths) do
      if not there[path] then found[#found + 1] = { FilePath = path } end
    end
    return found
  end
  local function new()
    local found = {}
    for _, clip in ipairs(folder:GetClipList()) do
      if not known[clip:GetUniqueId()] then found[#found + 1] = clip end
    end
    return found
  end
  M.change("sounds in the bin " .. here.timeline:GetName(), function() return #missing() == 0 end, function()
    here.pool:SetCurrentFolder(folder)
    if here.pool:GetCurrentFolder():GetUniqueId() == folder:GetUniqueId() then here.pool:ImportMedia(missing()) end
  end, function() return #new() == 0 end, function() here.pool:DeleteClips(new()) end)
  return files(folder)
end

function M.drop_track(index)
  local first = here.timeline:GetItemListInTrack("audio", index)
  local second = here.timeline:GetItemListInTrack("audio", index)
  if first and second and #first == 0 and #second == 0 then here.timeline:DeleteTrack("audio", index) end
end

function M.track(name)
  local timeline, added = here.timeline, false
  local count = timeline:GetTrackCount("audio")
  if count ~= timeline:GetTrackCount("audio") then see.fail("Resolve does not say how many tracks there are") end
  for index = 1, count do
    local stereo = timeline:GetTrackSubType("audio", index) == "stereo"
    if stereo and timeline:GetTrackName("audio", index) == name then
      M.unlock(index)
      return index
    end
  end
  local last = count + 1
  local function add()
    if timeline:GetTrackCount("audio") == count then
      added = true
      timeline:AddTrack("audio", "stereo")
    end
    if timeline:GetTrackCount("audio") == last then timeline:SetTrackName("audio", last, name) end
  end
  M.change("the track " .. name .. " (A" .. last .. ")",
    function() return timeline:GetTrackName("audio", last) == name end, add,
    function() return not added or timeline:GetTrackCount("audio") <= count end,
    function() M.drop_track(last) end)
  return last
end

return M
