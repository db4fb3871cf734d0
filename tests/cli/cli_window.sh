#!/bin/sh
# The window's flags and `unroll render` from the command line: reports, pictures, and errors before anything is written.
. "$(dirname "$0")/check.inc"
SDL_VIDEODRIVER=dummy
export SDL_VIDEODRIVER
expect() { # CODE MESSAGE ARGUMENTS...
    code=$1
    message=$2
    shift 2
    "$bin" "$@" >"$work/out" 2>"$work/err"
    found=$?
    if [ $found != "$code" ] || [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" != 1 ] || ! grep -qF -- "$message" "$work/err"; then
        echo "unroll $*: exit code $found (expected $code), expected '$message', found:"
        cat "$work/err" "$work/out"
        failed=$((failed + 1))
    fi
}

# size FILE: width and height of a PNG, from its header
size() { od -An -tu1 -j16 -N8 "$1" | awk '{ print $1 * 16777216 + $2 * 65536 + $3 * 256 + $4 "x" $5 * 16777216 + $6 * 65536 + $7 * 256 + $8 }'; }

number='-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?'
"$bin" --frames 3 --json --lag 12 >"$work/out" 2>"$work/err"
check "--frames ends with 0" [ $? = 0 ]
check "one JSON object with its keys in order" [ "$(grep -cE "^\{\"first_frame_s\":$number,\"p50_ms\":$number,\"p99_ms\":$number,\"rss_mb\":$number,\"renderer\":\"[^\"]+\"\}\$" "$work/out")" = 1 ]
check "and nothing else" [ "$(wc -l <"$work/out")" = 1 ]
"$bin" --frames 2 --theme dark --scale 1.5 --renderer software --cell gru --task order >"$work/out" 2>"$work/err"
check "a report for people" grep -q '^first frame ' "$work/out"

"$bin" --frames 3 --replay-wave --size 700x500 --json --hidden 4 --lag 3 --renderer software >"$work/out" 2>"$work/err"
check "--replay-wave adds its keys" [ "$(grep -cE '"renderer":"[^"]+","wave_frames":[0-9]+,"wave_p50_ms":[^,]+,"wave_p99_ms":[^,]+,"snapshot_frames":[0-9]+,"snapshot_p50_ms":[^,]+,"snapshot_p99_ms":[^,]+}$' "$work/out")" = 1 ]
expect 2 "unroll: --replay-wave: found no --frames, valid: with --frames" --replay-wave
expect 2 "unroll: --size: found '200x200', valid: WxH with 240..8192 each, such as 1920x1080" --size 200x200

expect 2 "unroll: --theme: found 'blue', valid: light, dark, print" --theme blue
expect 2 "unroll: --scale: found '9', valid: 0.5..4" --scale 9
expect 2 "unroll: --frame: unknown flag, valid: --frames, " --frame 3
expect 2 "unroll: --gate-bias: found 'chrono' on cell rnn, valid: only on lstm, gru" --gate-bias chrono
expect 3 "unroll: tran: no such file and no command, valid: train, profile, measure, verify, render, spectrum, sweep, generate, lesson, bench, or a file" tran
expect 2 "unroll: --profile: found ' x', valid: 1..40 bytes on one line, no blank at the ends" "--profile= x"
mkdir "$work/empty"
expect 3 "found no lesson, valid: a folder with lessons (.md)" "$work/empty"
expect 3 "found a folder" train "$work/empty"
expect 3 "unroll: tran.yaml: no such file" tran.yaml
expect 3 "unroll: none.md: no such file" none.md

"$bin" render --list-views >"$work/out"
check "views have names" [ "$(grep -cE '^(stage|profile|training) ' "$work/out")" = 3 ]
"$bin" render --lag 10 --update 3 --size 800x500 -o "$work/lab.png" >"$work/out" 2>"$work/err"
check "a picture is written" [ $? = 0 ]
check "without a word" [ ! -s "$work/out" ]
check "of the size asked for" [ "$(size "$work/lab.png")" = 800x500 ]
cp "$work/lab.png" "$work/copy.png"
expect 2 "unroll: -o: found '$work/lab.png', which exists" render --lag 10 -o "$work/lab.png"
check "a file that exists stays" cmp -s "$work/lab.png" "$work/copy.png"
"$bin" render --lag 10 --update 3 --size 800x500 --force -o "$work/lab.png"
check "--force replaces it by the same picture" cmp -s "$work/lab.png" "$work/copy.png"
"$bin" render --view profile --theme print --time 1 --size 640x400 --lag 10 -o "$work/profile.png"
check "one view alone" [ "$(size "$work/profile.png")" = 640x400 ]
"$bin" render --view inspector --select 0,4,1 --lag 10 --size 640x600 -o "$work/cell.png"
check "one cell" [ "$(size "$work/cell.png")" = 640x600 ]
"$bin" render --view inspector --select 0,4,all --lag 10 --size 640x600 -o "$work/cells.png"
check "all its units are another picture" [ "$(cmp -s "$work/cell.png" "$work/cells.png"; echo $?)" = 1 ]
for bad in 3,4 x,4,1 0 0,4,one 0,4,1,back -1,4; do
    expect 2 "unroll: --select: found '$bad', valid: LANE,STEP" render --lag 10 --select "$bad" -o "$work/x.png"
done
expect 2 "unroll: -o: found no file, valid: -o FILE.png, .svg" render
expect 2 "unroll: -o: found '.jpg', valid: .png" render -o "$work/x.jpg"
expect 2 "unroll: --view: found 'stag', valid: stage, profile, training" render --view stag -o "$work/x.png"
expect 2 "unroll: --size: found '800', valid: WxH with 16..8192 each" render --size 800 -o "$work/x.png"
expect 2 "unroll: --size: found '800x9000', valid: WxH with 16..8192 each" render --size 800x9000 -o "$work/x.png"
expect 3 "this run would need " --hidden 512 --lag 4999
expect 3 ", --max-memory allows 4 MB" --lag 200 --max-memory 4MB
expect 3 ", --max-memory allows 4 MB" render --lag 200 --max-memory 4MB -o "$work/x.png"
expect 3 "no such file" render -o "$work/no/such/folder.png"
check "nothing half written" [ "$(ls "$work" | grep -cE '^x|tmp')" = 0 ]

[ $failed = 0 ] && echo "the window's flags and render do as CLI.md says"
[ $failed = 0 ]
