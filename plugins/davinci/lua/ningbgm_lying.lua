-- What lies on the timeline: markers of ours, clips of sound, and whether those lie as they were put down. Lists of
-- Resolve carry a key `__flags`, so they are walked by ipairs. `here` is what `ningbgm_placing.lua` works on.
local here = ...
local M = {}

function M.fail(sentence) error({ sentence = sentence }, 0) end

function M.rate_of(setting)
  local value = tonumber(tostring(setting):match("[%d.]+"))
  local whole = math.floor(value + 0.5)
  return math.abs(value - whole) < 0.005 and whole or whole * 1000 / 1001
end

function M.frames_of(samples, rate) return math.floor(samples / 48000 * rate + 0.5) end

function M.markers()
  local found = {}
  for frame, marker in pairs(here.timeline:GetMarkers() or {}) do
    if type(frame) == "number" then found[#found + 1] = { frame = frame, marker = marker } end
  end
  table.sort(found, function(a, b) return a.frame < b.frame end)
  return found
end

function M.placed_cues()
  local found = {}
  for _, one in ipairs(M.markers()) do
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

function M.lying()
  local found = {}
  for index = 1, here.timeline:GetTrackCount("audio") do
    local track = here.timeline:GetTrackName("audio", index)
    for _, item in ipairs(here.timeline:GetItemListInTrack("audio", index)) do
      local pooled, uid = item:GetMediaPoolItem(), item:GetUniqueId()
      if uid ~= "" then
        found[#found + 1] = { uid = uid, index = index, track = track, start = item:GetStart() - here.zero,
          frames = item:GetDuration(), clip = pooled and pooled:GetUniqueId() or "", item = item }
      end
    end
  end
  return found
end

function M.as_placed(one, there, shifts)
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

function M.overlap(cue, start, frames) return cue.start < start + frames and start < cue.start + cue.frames end

function M.marked(data)
  for _, one in ipairs(M.markers()) do
    if one.marker.customData == data then return one.frame end
  end
end

return M
