-- One request after the other for wrk, as the environment says:
--   LOAD_METHOD, LOAD_PATH, LOAD_BODY (a file), LOAD_HEADERS (lines "Name: value"),
--   LOAD_LINES (a file): {1} and {2} in path and headers stand for the words of a line of it,
--   drawn at random; {n} in the path for a number up to LOAD_MOST, {hex} for it in 12 hex digits.
local e = os.getenv
local method, path, most = e("LOAD_METHOD"), e("LOAD_PATH"), tonumber(e("LOAD_MOST"))
local body, lines, headers = nil, {}, {}
if e("LOAD_BODY") then local f = assert(io.open(e("LOAD_BODY"), "rb")); body = f:read("*a"); f:close() end
if e("LOAD_LINES") then
  for line in io.lines(e("LOAD_LINES")) do
    local one, two = line:match("(%S+)%s+(%S+)"); lines[#lines + 1] = { one, two }
  end
end
for line in (e("LOAD_HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("(.-): (.*)"); headers[name] = value
end

local fixed
function init()
  math.randomseed(tonumber(e("LOAD_SEED")))
  if #lines == 0 and not path:find("{") then fixed = wrk.format(method, path, headers, body) end
end

function request()
  if fixed then return fixed end
  local drawn, sent = path, headers
  if #lines > 0 then
    local line = lines[math.random(#lines)]
    local fill = function(text) return (text:gsub("{1}", line[1]):gsub("{2}", line[2])) end
    drawn, sent = fill(path), {}
    for name, value in pairs(headers) do sent[name] = fill(value) end
  end
  local n = math.random(most)
  drawn = drawn:gsub("{n}", n):gsub("{hex}", string.format("%012x", n))
  return wrk.format(method, drawn, sent, body)
end

function done(s, l)
  io.write(string.format('\nRESULT {"requests":%d,"us":%d,"bad":%d,"p50_us":%d,"p99_us":%d}\n',
    s.requests, s.duration, s.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout,
    l:percentile(50), l:percentile(99)))
end
