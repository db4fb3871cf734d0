#!/bin/sh
# The ten journeys of README.md ("Five minutes") in a real window on an X server of its own, with real keys and a real pointer. What a
# reader would see is read where the program tells it: the words that Ctrl+C copies, and the pictures that S saves. The log says each
# journey and what it found. Exit 77: Xvfb, xdotool or xclip is missing.
set -u
bin=${UNROLL_BIN:?path of the program}
for tool in Xvfb xdotool xclip; do
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
journey="before the first journey"
words=
fail() {
    echo "FAILED, $journey: $1"
    echo "last words: $words"
    cat "$work/log" 2>/dev/null
    exit 1
}

. "$(dirname "$0")/xvfb_server"
start_xvfb 1920x1080
SDL_VIDEODRIVER=x11
HOME=$work
export HOME SDL_VIDEODRIVER
unset XDG_PICTURES_DIR XDG_CONFIG_HOME WAYLAND_DISPLAY

# The view under the pointer (stage, lower panel or right panel) in words.
over() {
    case $1 in
    stage) xdotool mousemove 700 300 ;;
    lower) xdotool mousemove 700 850 ;;
    right) xdotool mousemove 1650 950 ;; # under the inspector, or the training's lower half
    cell) xdotool mousemove 1650 500 ;;
    esac
    sleep 0.15
}
read_words() {
    printf 'nothing' | xclip -selection clipboard -i
    xdotool key ctrl+c
    waits=0
    while :; do
        sleep 0.1
        words=$(timeout 2 xclip -selection clipboard -o 2>/dev/null)
        waits=$((waits + 1))
        [ "$words" != nothing ] || [ $waits -gt 20 ] && break
    done
}
# says PLACE PATTERN: the words of the view there match the pattern, within ten seconds.
says() {
    tries=0
    while :; do
        over "$1"
        read_words
        printf '%s' "$words" | grep -qE "$2" && return 0
        kill -0 "$program" 2>/dev/null || fail "the program ended"
        tries=$((tries + 1))
        [ $tries -gt 25 ] && fail "the words of '$1' do not say '$2'"
    done
}
begin() {
    journey="journey $1"
    echo "== $journey"
}
found() { echo "   $(printf '%s' "$words" | tr '\n' ' ' | cut -c1-150)"; }
has_window() { xdotool search --onlyvisible --pid "$program" >"$work/window" 2>/dev/null && [ -s "$work/window" ]; }
until_true() {
    what=$1
    shift
    tries=0
    until "$@"; do
        sleep 0.1
        tries=$((tries + 1))
        [ $tries -gt 100 ] && fail "$what"
    done
}
has_pictures() { [ "$(find "$work/Pictures" -name '*.png' -size +20k | wc -l)" -ge "$1" ]; }
press() {
    for key in "$@"; do
        xdotool key "$key"
        sleep 0.08
    done
}

ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" "$bin" --size 1920x1080 >"$work/log" 2>&1 &
program=$!
begin "1: open it, and see who forgets"
until_true "no window" has_window
xdotool windowfocus "$(tail -n 1 "$work/window")"
says right 'At update 600'
found
press a
says stage 'RNN: .* reaches step 0, under 1 %.*never under 1 %'
found

begin "2: walk the wave back, step by step"
press shift+Left shift+Right shift+Right
sleep 0.5
press a w
sleep 4.5
says stage 'reaches step 0'
press shift+Right # already at the end
press shift+Left shift+Left shift+Left
sleep 0.6
says stage 'reaches step [123]'
found
press a

begin "3: open one cell"
xdotool mousemove 600 330 click 1
sleep 0.5
says cell 'LSTM, step [0-9]+, unit'
found
before=$words
press Left
says cell 'LSTM, step'
[ "$words" != "$before" ] || fail "the arrow key does not move to another step"
found

begin "4: hold the forget gate"
press f
sleep 0.3
press Down Down Down
over stage
sleep 0.5
says cell 'keeps [0-9]+ % of the memory'
found
says stage 'LSTM: [^;]*under 1 % after'
found
press Delete
says stage 'LSTM: [^;]*never under 1 %'

begin "5: change the lag"
press Escape Escape
for i in 1 2 3 4 5 6 7 8 9 10; do press less; done
says right 'At update 600'
press a g
says cell 'step 20'
found
press Escape

begin "6: another view under the stage"
over lower
press 4
says lower 'update'
found
first=$words
press v
tries=0
until [ "$words" != "$first" ] && [ "$words" != nothing ]; do
    over lower
    read_words
    tries=$((tries + 1))
    [ $tries -gt 20 ] && fail "V brings no other view"
done
found
press 1

begin "7: back in time, and another run from there"
press Home
says right 'At update 0'
found
press Page_Down Page_Down Page_Down
says right 'At update 1[0-9][0-9]'
found
press b
press space
says right 'At update 600'
found

begin "8: closer, and how to read it"
over stage
press shift+Up shift+Up shift+Up shift+Up
sleep 0.6
press s
until_true "no picture was saved" has_pictures 1
press shift+Home h
sleep 0.4
press Escape d
sleep 0.4
press Escape
says stage 'reaches step 0'
found

begin "9: was it luck"
press z
over right
tries=0
until printf '%s' "$words" | grep -qE '[1-9][0-9]* (of [0-9]+ )?seeds'; do
    over right
    read_words
    sleep 0.3
    tries=$((tries + 1))
    [ $tries -gt 60 ] && fail "the training chart tells of no other seeds"
done
found
press z

begin "10: keep it"
press s
until_true "no picture was saved" has_pictures 2
press t s
until_true "no second picture was saved" has_pictures 3
echo "   $(find "$work/Pictures" -name '*.png' | wc -l) pictures"

press ctrl+q
tries=0
while kill -0 "$program" 2>/dev/null; do
    sleep 0.1
    tries=$((tries + 1))
    [ $tries -gt 50 ] && fail "Ctrl+Q does not end it"
done
wait "$program" || fail "exit code $?"
program=
echo "ten journeys, all of them to their end"
