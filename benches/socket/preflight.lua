-- A preflight request, and the line that src/bin/socket.rs reads.
wrk.method = "OPTIONS"
wrk.headers["Access-Control-Request-Method"] = "GET"
wrk.headers["Access-Control-Request-Headers"] = "content-type"

dofile("socket/actual.lua")
