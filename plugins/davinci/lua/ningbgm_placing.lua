-- Puts a score on the timeline and takes it off: what `ningbgm_daemon.placing` and the Python plugin do, for the
-- free edition from 21.1, which runs Lua alone, without io, os.execute, require and package.
local M = {}
local REPORT = '{"ningbgm": 0}'

local here = {} -- the project, timeline and pool that are worked on, what can be taken back, what was unlocked
local see = loadfile("@FOLDER@/ningbgm_lying.lua")(here)
local ground = loadfile("@FOLDER@/ningbgm_ground.lua")(here, see)
local carrying = loadfile("@FOLDER@/ningbgm_carrying.lua")(here, see, ground)
local planning = loadfile("@FOLDER@/ningbgm_planning.lua")(see)

-- Says it in a marker that only it makes: nothing else of a script is seen in this edition.
local function tell(said)
  local taken, frame = {}, 0
  local old = see.marked(REPORT)
  if old then here.timeline:DeleteMarkerAtFrame(old) end
  for _, one in ipairs(see.markers()) do taken[one.frame] = true end
  while taken[frame] do frame = frame + 1 end
  here.timeline:AddMarker(frame, "Sky", "NingBGM", table.concat(said, "\n"), 1, REPORT)
  print(table.concat(said, "\n"))
end

local function said_of(problem)
  local said = { type(problem) == "table" and problem.sentence or "Resolve failed: " .. tostring(problem) }
  local left = {}
  for _ = 1, 2 do
    left = {}
    for index = #here.undo, 1, -1 do
      local step = here.undo[index]
      if not ground.held(step.undone, step.back) then left[#left + 1] = step.name end
    end
  end
  if #left > 0 then said[#said + 1] = "Still there, or not as it was: " .. table.concat(left, "; ") end
  return said
end

-- Runs `work` on the open timeline, on the Edit page, and puts back where the user stands; says what came of it.
function M.run(resolve, work)
  here.resolve, here.undo, here.locks = resolve, {}, {}
  here.project = resolve:GetProjectManager():GetCurrentProject()
  here.timeline = here.project and here.project:GetCurrentTimeline()
  if not here.timeline then return end
  here.pool, here.zero = here.project:GetMediaPool(), here.timeline:GetStartFrame()
  local page, folder = resolve:GetCurrentPage(), here.pool:GetCurrentFolder()
  local playhead = here.timeline:GetCurrentTimecode()
  if page ~= "edit" then resolve:OpenPage("edit") end
  local fine, said = pcall(work)
  if not fine then said = said_of(said) end
  for index in pairs(here.locks) do
    if index <= here.timeline:GetTrackCount("audio") then here.timeline:SetTrackLock("audio", index, true) end
  end
  ground.held(function() return here.pool:GetCurrentFolder():GetUniqueId() == folder:GetUniqueId() end,
    function() here.pool:SetCurrentFolder(folder) end)
  if playhead ~= "" then
    ground.held(function() return here.timeline:GetCurrentTimecode() == playhead end,
      function() here.timeline:SetCurrentTimecode(playhead) end)
  end
  ground.held(function() return resolve:GetCurrentPage() == page end, function() resolve:OpenPage(page) end)
  tell(said)
end

-- What the timeline is called among the files of the watched folder.
function M.file_name(open)
  return open:GetName():gsub("[^%w%-_]", "_") .. "-" .. open:GetUniqueId():gsub("%W", ""):sub(-8)
end

-- The plan that the daemon wrote beside the score.
function M.place(resolve, watched)
  M.run(resolve, function()
    local path = watched .. "/" .. M.file_name(here.timeline) .. ".score/resolve.lua"
    local chunk = bmd.fileexists(path) and loadfile(path)
    if not chunk then see.fail("the score is not there yet; choose Place score again in a while") end
    local plan = chunk()
    return carrying.carry_out(plan.score, planning.conform(plan))
  end)
end

function M.remove(resolve)
  M.run(resolve, function()
    local todo, names = planning.remove(), {}
    local said = carrying.carry_out("", todo)
    for _, one in ipairs(todo.remove) do names[one.track] = true end
    for index = here.timeline:GetTrackCount("audio"), 1, -1 do
      local ours = names[here.timeline:GetTrackName("audio", index)]
      if ours and not here.locks[index] then ground.drop_track(index) end
    end
    return said
  end)
end

return M
