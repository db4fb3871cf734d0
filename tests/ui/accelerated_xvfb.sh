#!/bin/sh
# The accelerated back end (SDL geometry, SDL_ttf atlas; llvmpipe here) against the cairo raster, on an X server of its own.
# Exit 77: no Xvfb, or no accelerated renderer on it.
set -u
program=${UNROLL_SCREEN_TEST:?path of the screen_accelerated test program}
command -v Xvfb >/dev/null || { echo "skipped: Xvfb is not installed"; exit 77; }
work=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT INT TERM

. "$(dirname "$0")/xvfb_server"
start_xvfb 1280x720
# Mesa and the X libraries keep memory that no suppression can name once they are unloaded: leaks are the other tests' business.
SDL_VIDEODRIVER=x11 ASAN_OPTIONS=detect_leaks=0 "$program"
