-- Carries out a plan: sounds and markers, down and away.
local here, see, ground = ...
local M = {}
local BIN, COLOUR, MARKER = "NingBGM", "Teal", "Mint"

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

local function append(parts)
  local infos = {}
  for _, part in ipairs(parts) do
    infos[#infos + 1] = { mediaPoolItem = part.clip, startFrame = 0, endFrame = part.frames, mediaType = 2,
      trackIndex = part.index, recordFrame = here.zero + part.start }
  end
  here.pool:AppendToTimeline(infos)
end

local function still(clips)
  local ours, found = {}, {}
  for _, one in ipairs(clips) do ours[one.uid] = true end
  for _, one in ipairs(see.lying()) do
    if ours[one.uid] then found[#found + 1] = one.item end
  end
  return found
end

local function delete(clips)
  if here.resolve:GetCurrentPage() ~= "edit" then here.resolve:OpenPage("edit") end
  for _, one in ipairs(clips) do
    if one.track:sub(1, #BIN) == BIN then ground.unlock(one.index) end
  end
  here.timeline:DeleteClips(still(clips), false)
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
    for _, one in ipairs(see.lying()) do there[place(one)] = true end
    for _, one in ipairs(clips) do
      if not there[place(one)] then
        found[#found + 1] = { clip = pooled[one.clip], index = one.index, start = one.start,
          frames = tonumber(pooled[one.clip]:GetClipProperty("Frames")) }
      end
    end
    return found
  end
  ground.change("gaps where earlier music lay", function() return #still(clips) == 0 end,
    function() delete(clips) end, function() return #missing() == 0 end, function()
      append(missing())
      for _, one in ipairs(see.lying()) do
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
  local rate = see.rate_of(here.timeline:GetSetting("timelineFrameRate"))
  for _, one in ipairs(see.lying()) do known[one.uid] = true end
  for _, part in ipairs(parts) do
    ours[part.clip:GetUniqueId() .. " " .. part.cue.start] = part
    names[#names + 1] = part.name
  end
  local function new()
    local found = {}
    for _, one in ipairs(see.lying()) do
      if not known[one.uid] and ours[one.clip .. " " .. one.start] then found[#found + 1] = one end
    end
    return found
  end
  local function missing()
    local there, found = {}, {}
    for _, one in ipairs(new()) do there[one.clip .. " " .. one.start .. " " .. one.index] = one.frames end
    for key, part in pairs(ours) do
      local own = see.rate_of(part.clip:GetClipProperty("FPS"))
      local short = own == rate and 1 or 2 + math.floor(rate / own)
      local less = part.cue.frames - (there[key .. " " .. part.index] or -1)
      if less < 0 or less > short then
        found[#found + 1] = { clip = part.clip, frames = see.frames_of(part.cue.samples, own), index = part.index,
          start = part.cue.start }
      end
    end
    return found
  end
  ground.change("clips of " .. table.concat(names, ", "), function() return #missing() == 0 end,
    function() append(missing()) end, function() return #new() == 0 end, function() delete(new()) end)
  for _, one in ipairs(new()) do
    local part = ours[one.clip .. " " .. one.start]
    one.item:SetClipColor(COLOUR)
    one.item:SetName(part.name)
  end
end

local function mark(score, cue, clips)
  local stems, taken, frame = {}, {}, cue.start
  for stem, put in pairs(cue.kept) do stems[stem] = put end
  for _, one in ipairs(see.lying()) do
    for _, part in ipairs(cue.stems) do
      if one.start == cue.start and one.clip == clips[part.path]:GetUniqueId() then
        stems[part.stem] = { clip = one.clip, frames = one.frames }
      end
    end
  end
  for _, one in ipairs(see.markers()) do taken[one.frame] = true end
  while taken[frame] do frame = frame + 1 end
  local told = identity(score, cue, stems)
  ground.change("the marker of " .. cue.cue, function() return see.marked(told) end,
    function() here.timeline:AddMarker(frame, MARKER, cue.cue, cue.note, 1, told) end,
    function() return not see.marked(told) end, function() here.timeline:DeleteMarkerAtFrame(see.marked(told)) end)
end

local function unmark(one)
  local old = one.marker
  ground.change("no marker at " .. one.cue, function() return not see.marked(one.data) end,
    function() here.timeline:DeleteMarkerAtFrame(see.marked(one.data)) end,
    function() return see.marked(one.data) end,
    function() here.timeline:AddMarker(one.frame, old.color, old.name, old.note, old.duration, one.data) end)
end

-- Carries a plan out; returns what came of it.
function M.carry_out(score, todo)
  local clips, tracks, parts = {}, {}, {}
  if #todo.place > 0 then clips = ground.imported(todo) end
  for _, cue in ipairs(todo.place) do
    for _, part in ipairs(cue.stems) do
      tracks[part.track] = tracks[part.track] or ground.track(part.track)
      parts[#parts + 1] = { cue = cue, clip = clips[part.path], index = tracks[part.track], name = part.name }
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

return M
