-- An actual request, and the line that src/bin/socket.rs reads.
wrk.headers["Origin"] = "https://frontend.com"

function done(summary, latency)
    local errors = summary.errors
    if errors.connect + errors.read + errors.write + errors.status + errors.timeout == 0 then
        io.write(string.format("result %f %f %f\n", summary.requests * 1e6 / summary.duration,
            latency:percentile(50), latency:percentile(99)))
    end
end
