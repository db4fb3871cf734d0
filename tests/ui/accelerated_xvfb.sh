#!/bin/sh
# The accelerated back end (SDL geometry, SDL_ttf atlas; llvmpipe here) against the cairo raster, on an X server of its own.
# Exit 77: no Xvfb, or no accelerated renderer on it.
set -u
program=${UNROLL_SCREEN_TEST:?path of the screen_accelerated test program}
command -v Xvfb >/dev/null || { echo "skipped: Xvfb is not installed"; exit 77; }
work=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT INT TERM

Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb" &
server=$!
tries=0
until [ -s "$work/display" ]; do
    sleep 0.1
    tries=$((tries + 1))
    [ $tries -gt 100 ] && { echo "FAILED: Xvfb does not start"; cat "$work/xvfb"; exit 1; }
done
# Mesa and the X libraries keep memory that no suppression can name once they are unloaded: leaks are the other tests' business.
DISPLAY=:$(cat "$work/display") SDL_VIDEODRIVER=x11 ASAN_OPTIONS=detect_leaks=0 "$program"
