-- From what a delivery wants and what lies there to what is done, as `ningbgm_daemon.placing` decides it: the
-- free edition from 21.1 cannot ask a daemon.
local see = ...
local M = {}

local function take_away(todo, one, clips)
  todo.unmark[#todo.unmark + 1] = one
  for _, clip in ipairs(clips) do todo.remove[#todo.remove + 1] = clip end
end

local function conform(todo, one, cue, there)
  local shifts = { 0 }
  if cue then shifts[2] = cue.start - one.start end
  local shift, clips, gone = see.as_placed(one, there, shifts)
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

-- What brings the timeline to the cues of a delivery.
function M.conform(plan)
  local todo, known, there = { place = {}, remove = {}, unmark = {}, told = {} }, {}, see.lying()
  for _, one in ipairs(see.placed_cues()) do
    if one.score == plan.score then
      local cue
      for _, wanted in ipairs(plan.cues) do cue = wanted.cue == one.cue and wanted or cue end
      known[one.cue] = true
      conform(todo, one, cue, there)
    else
      local _, clips = see.as_placed(one, there, { 0 })
      local in_way
      for _, cue in ipairs(plan.cues) do
        for _, put in pairs(one.stems) do in_way = in_way or see.overlap(cue, one.start, put.frames) end
      end
      if in_way and not clips then
        see.fail(one.cue .. " in the range was changed by hand; move it away or delete it")
      end
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
        if clip.track == part.track and not ours[clip.uid] and see.overlap(cue, clip.start, clip.frames) then
          see.fail("a clip that was put there or changed by hand lies on the track " .. clip.track .. ", where "
            .. cue.cue .. " belongs; move or delete it, and try again")
        end
      end
    end
  end
  return todo
end


-- What takes our music away.
function M.remove()
  local todo, there = { place = {}, remove = {}, unmark = {}, told = {} }, see.lying()
  for _, one in ipairs(see.placed_cues()) do
    local shift, clips = see.as_placed(one, there, { 0 })
    if shift then take_away(todo, one, clips)
    else todo.told[#todo.told + 1] = one.cue .. " was changed by hand and stays as it lies." end
  end
  return todo
end

return M
