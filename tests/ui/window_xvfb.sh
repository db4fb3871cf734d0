#!/bin/sh
# A real window on an X server of its own, with real keys and a real pointer, for both renderers. Exit 77: no Xvfb or xdotool.
set -u
bin=${UNROLL_BIN:?path of the program}
for tool in Xvfb xdotool; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
mkdir "$work/Pictures"
server=
program=
finish() {
    [ -n "$program" ] && kill "$program" 2>/dev/null
    [ -n "$server" ] && kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT INT TERM
fail() {
    echo "FAILED ($renderer): $1"
    cat "$work/log" 2>/dev/null
    exit 1
}

. "$(dirname "$0")/xvfb_server"
start_xvfb 1280x720
SDL_VIDEODRIVER=x11
HOME=$work
export HOME SDL_VIDEODRIVER
unset XDG_PICTURES_DIR XDG_CONFIG_HOME WAYLAND_DISPLAY

# Compressed size of what stands on the screen: a blank one is a few kB. 0 where nothing can take a picture of it.
weight() {
    if command -v xwd >/dev/null; then
        xwd -root -silent | gzip -c | wc -c
    elif command -v import >/dev/null; then
        import -window root rgb:- | gzip -c | wc -c
    else
        echo 0
    fi
}
sum() {
    if command -v xwd >/dev/null; then
        xwd -root -silent | cksum
    elif command -v import >/dev/null; then
        import -window root rgb:- | cksum
    else
        echo "$1" # nothing to compare: let it count as different
    fi
}
# until_true WHAT COMMAND...: for at most 10 seconds.
until_true() {
    what=$1
    shift
    tries=0
    until "$@"; do
        sleep 0.1
        tries=$((tries + 1))
        [ $tries -gt 100 ] && fail "$what"
        kill -0 "$program" 2>/dev/null || fail "it ended: $what"
    done
}
is_drawn() { size=$(weight); [ "$size" -gt 20000 ] || [ "$size" -eq 0 ]; }
has_window() { xdotool search --onlyvisible --pid "$program" >"$work/window" 2>/dev/null && [ -s "$work/window" ]; }
has_pictures() { [ "$(ls "$work/Pictures" | wc -l)" -ge "$1" ]; }
has_changed() { [ "$(sum after)" != "$before" ]; }
has_ended() { ! kill -0 "$program" 2>/dev/null; }

for renderer in accelerated software; do
    rm -f "$work"/Pictures/*
    # Mesa and the X libraries keep memory that no suppression can name once they are unloaded; test_window looks for leaks of ours.
    ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" "$bin" --renderer $renderer >"$work/log" 2>&1 &
    program=$!
    until_true "a window" has_window
    window=$(tail -n 1 "$work/window")
    xdotool windowmove "$window" 0 0 windowsize "$window" 1280 720 windowfocus "$window" mousemove 5 5
    until_true "a picture on the screen" is_drawn
    sleep 1
    xdotool key space # pause: the wave plays
    sleep 4.5
    xdotool key s
    until_true "a saved picture" has_pictures 1
    before=$(sum before)
    xdotool key t
    until_true "another theme" has_changed
    xdotool key t key t
    # The button of the bar, by pointer: trains again.
    xdotool mousemove 162 26 click 1
    sleep 0.6
    xdotool mousemove 162 26 click 1
    sleep 0.3
    xdotool key ctrl+s
    until_true "a second picture" has_pictures 2
    [ "$(ls "$work/Pictures" | wc -l)" -eq 2 ] || fail "two pictures, not $(ls "$work/Pictures")"
    for picture in "$work"/Pictures/*.png; do
        [ "$(wc -c <"$picture")" -gt 20000 ] || fail "$picture is nearly empty"
        [ "$(head -c 4 "$picture" | tail -c 3)" = PNG ] || fail "$picture is no PNG"
    done
    xdotool windowsize "$window" 640 480
    sleep 0.5
    until_true "a picture at 640x480" is_drawn
    xdotool key ctrl+q
    tries=0
    until has_ended; do
        sleep 0.1
        tries=$((tries + 1))
        [ $tries -gt 50 ] && fail "Ctrl+Q does not end it"
    done
    wait "$program"
    code=$?
    program=
    [ $code -eq 0 ] || fail "exit code $code"
    echo "$renderer: opened, trained, saved, changed theme and size, closed"
done
