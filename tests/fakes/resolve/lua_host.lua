-- The host around menu scripts: proxies as userdata, globals, and the sandbox of the free edition from 21.1.
-- Given: names_of(proxy, name) -> "call" | "value" | "nil", value; call(proxy, name, arguments, count);
-- heard(...) for what print was given.
local names_of, call, heard = ...
return (function(names_of, call, heard)
  local host = {}
  local behind = setmetatable({}, { __mode = "k" })

  function host.handle(proxy)
    local handle = newproxy(true)
    behind[handle] = proxy
    local meta = getmetatable(handle)
    meta.__index = function(_, name)
      local kind, value = names_of(proxy, name)
      if kind == "value" then return value end
      if kind == "nil" then return nil end
      return function(self, ...)
        if behind[self] == nil then error("call " .. name .. " with a colon: object:" .. name .. "()", 2) end
        return call(behind[self], name, { ... }, select("#", ...))
      end
    end
    meta.__metatable = "locked"
    return handle
  end

  function host.proxy(handle) return behind[handle] end

  function host.set(name, value) _G[name] = value end

  function host.bmd(functions, version)
    bmd = { _VERSION = version }
    for _, name in ipairs({ "wait", "gettime", "fileexists", "direxists", "getpid", "createuuid" }) do
      local inner = functions[name]
      bmd[name] = function(...) return inner(...) end
    end
  end

  function host.sandbox()
    io, require, package, ffi, debug, arg, jit = nil, nil, nil, nil, nil, nil, nil
    module = nil
    os = {
      clock = os.clock, date = os.date, difftime = os.difftime,
      getenv = os.getenv, time = os.time, tmpname = os.tmpname,
    }
  end

  function host.run(source)
    local chunk, problem = loadstring(source)
    if not chunk then error(problem, 0) end
    return (chunk())
  end

  function host.run_file(path)
    local chunk, problem = loadfile(path)
    if not chunk then error(problem, 0) end
    return (chunk())
  end

  print = function(...) heard(...) end
  python = nil
  return host
end)
