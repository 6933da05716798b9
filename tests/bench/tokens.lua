-- wrk's part of tokens.py: wrk ... -s tokens.lua URL -- provision|validate|read FILE
-- provision: makes tokens and appends their text to FILE. validate: asks about the tokens of FILE, one after the other.
-- read: the URL itself, with each token of FILE in turn. Prints one line of JSON at the end.

local requests, next_one, kept = {}, 0, nil

local function post(path, body)
  local headers = { ["Content-Type"] = "application/json" }
  for name, value in pairs(wrk.headers) do headers[name] = value end
  return wrk.format("POST", wrk.path .. path, headers, body)
end

local function keep(_, _, body)
  local token = string.match(body, '"token":"([^"]+)"')
  if token then kept:write(token, "\n") end
end

function init(words)
  local what, file = words[1], words[2]
  if what == "provision" then
    requests[1] = post("/provision", '{"scope":["chittyd:metrics"],"rateLimit":{"requests":0}}')
    kept = assert(io.open(file, "a"))
    kept:setvbuf("line")
    response = keep
    return
  end
  for token in io.lines(file) do
    local one = what == "validate" and post("/validate", '{"token":"' .. token .. '"}')
      or wrk.format("GET", wrk.path, { Host = wrk.headers["Host"], Authorization = "Bearer " .. token })
    requests[#requests + 1] = one
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"seconds":%f,"refused":%d,"broken":%d,"p50":%f,"p99":%f}\n', summary.requests,
    summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
