-- Puts a score on the timeline and takes it off: what `placing.py` and `plan.py` do, for the free edition from
-- 21.1, which runs Lua alone, without io, os.execute, require and package. No answer of a call is believed: each
-- change is seen, and can be taken back. Lists of Resolve carry a key `__flags`, so they are walked by ipairs.
local M = {}
local BIN, TRACK, COLOUR, MARKER = "NingBGM", "NingBGM ", "Teal", "Mint"
local REPORT = '{"ningbgm": 0}'

local resolve_, project, timeline, pool, zero, undo, locks

local function fail(sentence) error({ sentence = sentence }, 0) end

local function can(thing, name) return type(thing[name]) == "function" end

local function rate_of(setting)
  local value = tonumber(tostring(setting):match("[%d.]+"))
  local whole = math.floor(value + 0.5)
  return math.abs(value - whole) < 0.005 and whole or whole * 1000 / 1001
end

local function frames_of(samples, rate) return math.floor(samples / 48000 * rate + 0.5) end

local function markers()
  local found = {}
  for frame, marker in pairs(timeline:GetMarkers() or {}) do
    if type(frame) == "number" then found[#found + 1] = { frame = frame, marker = marker } end
  end
  table.sort(found, function(a, b) return a.frame < b.frame end)
  return found
end

local function placed_cues()
  local found = {}
  for _, one in ipairs(markers()) do
    local told = one.marker.customData or ""
    if told:match('"ningbgm": 1') then
      local cue = { data = told, frame = one.frame, marker = one.marker, stems = {} }
      cue.cue, cue.hash = told:match('"cue": "([^"]*)"'), told:match('"hash": "([^"]*)"')
      cue.score, cue.start = told:match('"score": "([^"]*)"'), tonumber(told:match('"start": (%-?%d+)'))
      for stem, clip, frames in told:gmatch('"([%w_]+)": %["([^"]*)", (%d+)%]') do
        cue.stems[stem] = { clip = clip, frames = tonumber(frames) }
      end
      found[#found + 1] = cue
    end
  end
  return found
end

local function identity(score, cue, stems)
  local names, parts = {}, {}
  for stem in pairs(stems) do names[#names + 1] = stem end
  table.sort(names)
  for _, stem in ipairs(names) do
    parts[#parts + 1] = ('"%s": ["%s", %d]'):format(stem, stems[stem].clip, stems[stem].frames)
  end
  return ('{"cue": "%s", "hash": "%s", "ningbgm": 1, "score": "%s", "start": %d, "stems": {%s}}'):format(
    cue.cue, cue.hash, score, cue.start, table.concat(parts, ", "))
end

local function lying()
  local found = {}
  for index = 1, timeline:GetTrackCount("audio") do
    local track = timeline:GetTrackName("audio", index)
    for _, item in ipairs(timeline:GetItemListInTrack("audio", index)) do
      local pooled, uid = item:GetMediaPoolItem(), item:GetUniqueId()
      if uid ~= "" then
        found[#found + 1] = { uid = uid, index = index, track = track, start = item:GetStart() - zero,
          frames = item:GetDuration(), clip = pooled and pooled:GetUniqueId() or "", item = item }
      end
    end
  end
  return found
end

local function as_placed(one, there, shifts)
  for _, shift in ipairs(shifts) do
    local intact, gone, fits = {}, {}, true
    for stem, put in pairs(one.stems) do
      local same, exact
      for _, clip in ipairs(there) do
        if clip.clip == put.clip then
          same = true
          if clip.start == one.start + shift and clip.frames == put.frames then exact = exact or clip end
        end
      end
      if exact then intact[#intact + 1] = exact elseif same then fits = false else gone[stem] = true end
    end
    if fits then return shift, intact, gone end
  end
end

local function overlap(cue, start, frames) return cue.start < start + frames and start < cue.start + cue.frames end

local function take_away(todo, one, clips)
  todo.unmark[#todo.unmark + 1] = one
  for _, clip in ipairs(clips) do todo.remove[#todo.remove + 1] = clip end
end

local function conform(todo, one, cue, there)
  local shifts = { 0 }
  if cue then shifts[2] = cue.start - one.start end
  local shift, clips, gone = as_placed(one, there, shifts)
  if not shift then
    todo.told[#todo.told + 1] = one.cue .. " was changed by hand and stays as it lies."
    return
  end
  for stem in pairs(gone) do
    if cue then todo.told[#todo.told + 1] = one.cue .. ": " .. stem .. " was taken off by hand and stays off." end
  end
  if cue and (#clips == 0 or (cue.hash == one.hash and cue.start == one.start and shift == 0)) then return end
  local again
  if cue and cue.hash == one.hash and cue.start == one.start + shift then
    clips, again = {}, { stems = {}, kept = one.stems }
  elseif cue then
    again = { stems = {}, kept = {} }
    for stem in pairs(gone) do again.kept[stem] = { clip = "gone", frames = 0 } end
    for _, part in ipairs(cue.stems) do
      if not gone[part.stem] then again.stems[#again.stems + 1] = part end
    end
  end
  take_away(todo, one, clips)
  if again then todo.place[#todo.place + 1] = setmetatable(again, { __index = cue }) end
end

local function plan_for(plan)
  local todo, known, there = { place = {}, remove = {}, unmark = {}, told = {} }, {}, lying()
  for _, one in ipairs(placed_cues()) do
    if one.score == plan.score then
      local cue
      for _, wanted in ipairs(plan.cues) do cue = wanted.cue == one.cue and wanted or cue end
      known[one.cue] = true
      conform(todo, one, cue, there)
    else
      local _, clips = as_placed(one, there, { 0 })
      local in_way
      for _, cue in ipairs(plan.cues) do
        for _, put in pairs(one.stems) do in_way = in_way or overlap(cue, one.start, put.frames) end
      end
      if in_way and not clips then fail(one.cue .. " in the range was changed by hand; move it away or delete it") end
      if in_way then take_away(todo, one, clips) end
    end
  end
  for _, cue in ipairs(plan.cues) do
    if not known[cue.cue] then
      todo.place[#todo.place + 1] = setmetatable({ stems = cue.stems, kept = {} }, { __index = cue })
    end
  end
  local ours = {}
  for _, clip in ipairs(todo.remove) do ours[clip.uid] = true end
  for _, cue in ipairs(todo.place) do
    for _, part in ipairs(cue.stems) do
      for _, clip in ipairs(there) do
        if clip.track == TRACK .. part.stem and not ours[clip.uid] and overlap(cue, clip.start, clip.frames) then
          fail("a clip that was put there or changed by hand lies on the track " .. clip.track .. ", where "
            .. cue.cue .. " belongs; move or delete it, and try again")
        end
      end
    end
  end
  return todo
end

local function held(holds, bring_about)
  for try = 1, 3 do
    local fine, yes = pcall(holds)
    if fine and yes then return true end
    if try < 3 then pcall(bring_about) end
  end
  return false
end

local function change(name, holds, bring_about, undone, back)
  undo[#undo + 1] = { name = name, undone = undone, back = back }
  for _ = 1, 2 do
    if not holds() then bring_about() end
  end
  if not holds() then fail("Resolve did not do it: " .. name) end
end

local function unlock(index)
  if timeline:GetIsTrackLocked("audio", index) then
    locks[index] = true
    timeline:SetTrackLock("audio", index, false)
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
    change("the bin " .. name, named, function() pool:AddSubFolder(parent, name) end,
      function() return not named() end, function() pool:DeleteFolders({ named() }) end)
  end
  return named()
end

local function imported(todo)
  local folder = bin(bin(pool:GetRootFolder(), BIN), timeline:GetName())
  local known, paths = {}, {}
  for _, clip in ipairs(folder:GetClipList()) do known[clip:GetUniqueId()] = true end
  for _, cue in ipairs(todo.place) do
    for _, part in ipairs(cue.stems) do
      if not bmd.fileexists(part.path) then fail("the sound " .. part.path .. " is not there") end
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
  change("sounds in the bin " .. timeline:GetName(), function() return #missing() == 0 end, function()
    pool:SetCurrentFolder(folder)
    if pool:GetCurrentFolder():GetUniqueId() == folder:GetUniqueId() then pool:ImportMedia(missing()) end
  end, function() return #new() == 0 end, function() pool:DeleteClips(new()) end)
  return files(folder)
end

local function drop_track(index)
  local first, second = timeline:GetItemListInTrack("audio", index), timeline:GetItemListInTrack("audio", index)
  if first and second and #first == 0 and #second == 0 then timeline:DeleteTrack("audio", index) end
end

local function track(name)
  local count, added = timeline:GetTrackCount("audio"), false
  if count ~= timeline:GetTrackCount("audio") then fail("Resolve does not say how many tracks there are") end
  for index = 1, count do
    if timeline:GetTrackName("audio", index) == name and timeline:GetTrackSubType("audio", index) == "stereo" then
      unlock(index)
      return index
    end
  end
  change("the track " .. name .. " (A" .. count + 1 .. ")", function() return timeline:GetTrackName("audio", count + 1) == name end, function()
    if timeline:GetTrackCount("audio") == count then
      added = true
      timeline:AddTrack("audio", "stereo")
    end
    if timeline:GetTrackCount("audio") == count + 1 then timeline:SetTrackName("audio", count + 1, name) end
  end, function() return not added or timeline:GetTrackCount("audio") <= count end,
    function() drop_track(count + 1) end)
  return count + 1
end

local function append(parts)
  local infos = {}
  for _, part in ipairs(parts) do
    infos[#infos + 1] = { mediaPoolItem = part.clip, startFrame = 0, endFrame = part.frames, mediaType = 2,
      trackIndex = part.index, recordFrame = zero + part.start }
  end
  pool:AppendToTimeline(infos)
end

local function still(clips)
  local ours, found = {}, {}
  for _, one in ipairs(clips) do ours[one.uid] = true end
  for _, one in ipairs(lying()) do
    if ours[one.uid] then found[#found + 1] = one.item end
  end
  return found
end

local function delete(clips)
  if resolve_:GetCurrentPage() ~= "edit" then resolve_:OpenPage("edit") end
  for _, one in ipairs(clips) do
    if one.track:sub(1, #BIN) == BIN then unlock(one.index) end
  end
  timeline:DeleteClips(still(clips), false)
end

local function taken_away(clips)
  if #clips == 0 then return end
  local pooled, looks = {}, {}
  local function place(one) return one.clip .. " " .. one.index .. " " .. one.start .. " " .. one.frames end
  for _, one in ipairs(clips) do
    pooled[one.clip] = one.item:GetMediaPoolItem()
    looks[place(one)] = { one.item:GetName(), one.item:GetClipColor() }
  end
  local function missing()
    local there, found = {}, {}
    for _, one in ipairs(lying()) do there[place(one)] = true end
    for _, one in ipairs(clips) do
      if not there[place(one)] then
        found[#found + 1] = { clip = pooled[one.clip], index = one.index, start = one.start,
          frames = tonumber(pooled[one.clip]:GetClipProperty("Frames")) }
      end
    end
    return found
  end
  change("gaps where earlier music lay", function() return #still(clips) == 0 end, function() delete(clips) end,
    function() return #missing() == 0 end, function()
      append(missing())
      for _, one in ipairs(lying()) do
        if looks[place(one)] then
          one.item:SetName(looks[place(one)][1])
          one.item:SetClipColor(looks[place(one)][2])
        end
      end
    end)
end

local function put_down(parts)
  if #parts == 0 then return end
  local known, ours, names = {}, {}, {}
  local rate = rate_of(timeline:GetSetting("timelineFrameRate"))
  for _, one in ipairs(lying()) do known[one.uid] = true end
  for _, part in ipairs(parts) do
    ours[part.clip:GetUniqueId() .. " " .. part.cue.start] = part
    names[#names + 1] = part.cue.cue .. " " .. part.stem
  end
  local function new()
    local found = {}
    for _, one in ipairs(lying()) do
      if not known[one.uid] and ours[one.clip .. " " .. one.start] then found[#found + 1] = one end
    end
    return found
  end
  local function missing()
    local there, found = {}, {}
    for _, one in ipairs(new()) do there[one.clip .. " " .. one.start .. " " .. one.index] = one.frames end
    for key, part in pairs(ours) do
      local own = rate_of(part.clip:GetClipProperty("FPS"))
      local short = own == rate and 1 or 2 + math.floor(rate / own)
      local less = part.cue.frames - (there[key .. " " .. part.index] or -1)
      if less < 0 or less > short then
        found[#found + 1] = { clip = part.clip, frames = frames_of(part.cue.samples, own), index = part.index,
          start = part.cue.start }
      end
    end
    return found
  end
  change("clips of " .. table.concat(names, ", "), function() return #missing() == 0 end,
    function() append(missing()) end, function() return #new() == 0 end, function() delete(new()) end)
  for _, one in ipairs(new()) do
    local part = ours[one.clip .. " " .. one.start]
    one.item:SetClipColor(COLOUR)
    one.item:SetName(part.cue.cue .. " " .. part.stem)
  end
end

local function marked(data)
  for _, one in ipairs(markers()) do
    if one.marker.customData == data then return one.frame end
  end
end

local function mark(score, cue, clips)
  local stems, taken, frame = {}, {}, cue.start
  for stem, put in pairs(cue.kept) do stems[stem] = put end
  for _, one in ipairs(lying()) do
    for _, part in ipairs(cue.stems) do
      if one.start == cue.start and one.clip == clips[part.path]:GetUniqueId() then
        stems[part.stem] = { clip = one.clip, frames = one.frames }
      end
    end
  end
  for _, one in ipairs(markers()) do taken[one.frame] = true end
  while taken[frame] do frame = frame + 1 end
  local told = identity(score, cue, stems)
  change("the marker of " .. cue.cue, function() return marked(told) end,
    function() timeline:AddMarker(frame, MARKER, cue.cue, "NingBGM: " .. cue.purpose, 1, told) end,
    function() return not marked(told) end, function() timeline:DeleteMarkerAtFrame(marked(told)) end)
end

local function unmark(one)
  local old = one.marker
  change("no marker at " .. one.cue, function() return not marked(one.data) end,
    function() timeline:DeleteMarkerAtFrame(marked(one.data)) end, function() return marked(one.data) end,
    function() timeline:AddMarker(one.frame, old.color, old.name, old.note, old.duration, one.data) end)
end

local function carry_out(score, todo)
  local clips, tracks, parts = {}, {}, {}
  if #todo.place > 0 then clips = imported(todo) end
  for _, cue in ipairs(todo.place) do
    for _, part in ipairs(cue.stems) do
      tracks[part.stem] = tracks[part.stem] or track(TRACK .. part.stem)
      parts[#parts + 1] = { cue = cue, stem = part.stem, clip = clips[part.path], index = tracks[part.stem] }
    end
  end
  taken_away(todo.remove)
  for _, one in ipairs(todo.unmark) do unmark(one) end
  put_down(parts)
  for _, cue in ipairs(todo.place) do mark(score, cue, clips) end
  local said = { #parts .. " clips put down, " .. #todo.remove .. " taken away." }
  for _, sentence in ipairs(todo.told) do said[#said + 1] = sentence end
  return said
end

-- Says it in a marker that only it makes: nothing else of a script is seen in this edition.
local function tell(said)
  local taken, frame = {}, 0
  local old = marked(REPORT)
  if old then timeline:DeleteMarkerAtFrame(old) end
  for _, one in ipairs(markers()) do taken[one.frame] = true end
  while taken[frame] do frame = frame + 1 end
  timeline:AddMarker(frame, "Sky", "NingBGM", table.concat(said, "\n"), 1, REPORT)
  print(table.concat(said, "\n"))
end

local function said_of(problem)
  local said = { type(problem) == "table" and problem.sentence or "Resolve failed: " .. tostring(problem) }
  local left = {}
  for _ = 1, 2 do
    left = {}
    for index = #undo, 1, -1 do
      if not held(undo[index].undone, undo[index].back) then left[#left + 1] = undo[index].name end
    end
  end
  if #left > 0 then said[#said + 1] = "Still there, or not as it was: " .. table.concat(left, "; ") end
  return said
end

-- Runs `work` on the open timeline, on the Edit page, and puts back where the user stands; says what came of it.
function M.run(resolve, work)
  resolve_, undo, locks = resolve, {}, {}
  project = resolve:GetProjectManager():GetCurrentProject()
  timeline = project and project:GetCurrentTimeline()
  if not timeline then return end
  pool, zero = project:GetMediaPool(), timeline:GetStartFrame()
  local page, folder, playhead = resolve:GetCurrentPage(), pool:GetCurrentFolder(), timeline:GetCurrentTimecode()
  if page ~= "edit" then resolve:OpenPage("edit") end
  local fine, said = pcall(work)
  if not fine then said = said_of(said) end
  for index in pairs(locks) do
    if index <= timeline:GetTrackCount("audio") then timeline:SetTrackLock("audio", index, true) end
  end
  held(function() return pool:GetCurrentFolder():GetUniqueId() == folder:GetUniqueId() end,
    function() pool:SetCurrentFolder(folder) end)
  if playhead ~= "" then
    held(function() return timeline:GetCurrentTimecode() == playhead end,
      function() timeline:SetCurrentTimecode(playhead) end)
  end
  held(function() return resolve:GetCurrentPage() == page end, function() resolve:OpenPage(page) end)
  tell(said)
end

-- What the timeline is called among the files of the watched folder.
function M.file_name(open)
  return open:GetName():gsub("[^%w%-_]", "_") .. "-" .. open:GetUniqueId():gsub("%W", ""):sub(-8)
end

-- The plan that the daemon wrote beside the score.
function M.place(resolve, watched)
  M.run(resolve, function()
    local path = watched .. "/" .. M.file_name(timeline) .. ".score/resolve.lua"
    local chunk = bmd.fileexists(path) and loadfile(path)
    if not chunk then fail("the score is not there yet; choose Place score again in a while") end
    local plan = chunk()
    return carry_out(plan.score, plan_for(plan))
  end)
end

function M.remove(resolve)
  M.run(resolve, function()
    local todo, there = { place = {}, remove = {}, unmark = {}, told = {} }, lying()
    for _, one in ipairs(placed_cues()) do
      local shift, clips = as_placed(one, there, { 0 })
      if shift then take_away(todo, one, clips)
      else todo.told[#todo.told + 1] = one.cue .. " was changed by hand and stays as it lies." end
    end
    local said, names = carry_out("", todo), {}
    for _, one in ipairs(todo.remove) do names[one.track] = true end
    for index = timeline:GetTrackCount("audio"), 1, -1 do
      if names[timeline:GetTrackName("audio", index)] and not locks[index] then drop_track(index) end
    end
    return said
  end)
end

return M
