#!/bin/sh
# Tasks on real data: they learn, and a file that is missing or wrong is told with its place before anything is printed.
. "$(dirname "$0")/check.inc"
cd "$work" || exit 1
shipped=$(dirname "$bin")/data

# expect CODE MESSAGE ARGUMENTS...: the exit code, one line of error that begins so, nothing on standard output
expect() {
    code=$1 message="unroll: $2"
    shift 2
    UNROLL_DATA=$work "$bin" "$@" >out 2>err
    found=$?
    check "unroll $*: exit code $found, $(cat err)" test "$found" = "$code"
    check "unroll $*: prints $(head -c 200 out)" test ! -s out
    check "unroll $*: '$(cat err)' instead of '$message'" grep -qF -- "$message" err
    check "unroll $*: not one line" test "$(wc -l <err)" = 1
}

expect 3 "$work/text.txt: " train --task text --json
sed '5s/^think/Think/' "$shipped/text.txt" >text.txt
expect 3 "$work/text.txt:5:1: found 'T', valid: a to z, blank" train --task text
expect 3 "$work/text.txt:5:1: found 'T', valid: a to z, blank" profile --task text
expect 3 "$work/text.txt:5:1: found 'T', valid: a to z, blank" render --task text -o x.png
check "a picture of nothing" test ! -e x.png
printf 'too short' >text.txt
expect 3 "$work/text.txt:1:1: found 9 letters, valid: at least 64" train --task text
sed '30s/,.*/,many/' "$shipped/co2-mauna-loa-weekly.csv" >co2-mauna-loa-weekly.csv
expect 3 "$work/co2-mauna-loa-weekly.csv:30:10: found 'many', valid: a number" train --task co2
sed 9d "$shipped/sunspots-yearly.csv" >sunspots-yearly.csv
expect 3 "$work/sunspots-yearly.csv:9:1: found '1708', valid: 1 years after the row before" train --task sunspots
sed '7s/^0,/,/' "$shipped/digits-8x8.csv" >digits-8x8.csv
expect 3 "$work/digits-8x8.csv:7:1: found nothing, valid: a pixel, 0..16" train --task rows
expect 3 "$work/digits-8x8.csv:7:1: found nothing, valid: a pixel, 0..16" train --task pixels
head -5 "$shipped/digits-8x8.csv" >digits-8x8.csv
expect 3 "$work/digits-8x8.csv:5:1: found 5 pictures, valid: at least 10" train --task rows
cp "$shipped/sunspots-yearly.csv" "$shipped/text.txt" .
longest="task sunspots: found 247 steps, valid: 2..246 with its data"
expect 2 "$longest" train --task sunspots --length 247
expect 2 "$longest" train --task sunspots --eval-length 247 --updates 1000000
expect 2 "--length: found '7', valid: 8..5000 for task rows" train --task rows --length 7
expect 2 "--length: found '63', valid: 64..5000 for task pixels" train --task pixels --length 63
expect 2 "--lag: found '3', valid: task text takes --length" train --task text --lag 3

# The longest that the data allow, with the data beside the program.
check "the longest window" "$bin" train --task sunspots --length 246 --updates 1 --eval-sequences 2 >out 2>err

# accuracy TASK FLAGS...: what is right on pictures never trained on, in percent
accuracy() {
    "$bin" train --json --task "$@" --eval-sequences 500 2>err | sed -n 's/.*"eval_accuracy":\([0-9.]*\).*/\1/p' | tail -1
}
check "rows are learned by a gru" awk "BEGIN {exit !($(accuracy rows --cell gru --lr 0.01 --updates 200) > 0.7)}"

# A forecast's error stands beside that of persistence, in the series' own unit.
"$bin" train --json --task sunspots --cell gru --updates 150 2>err | tail -1 >out
check "keys of a forecast: $(cat out)" grep -Eq '"eval_error":[0-9.]+,"baseline_error":33\.2[0-9]+,"unit":"sunspot number"}' out

# A checkpoint of task text writes on: the same letters for the same seed, others for another.
"$bin" train --task text --cell gru --updates 60 --save text.unroll >out 2>err
"$bin" generate text.unroll --letters 80 --seed 3 --json >one
"$bin" generate text.unroll --letters 80 --seed 3 --json >same
"$bin" generate text.unroll --letters 80 --seed 4 --json >other
check "a line of letters: $(cat one)" grep -Eq '^\{"name":"gru","cell":"gru","update":60,"seed":3,"temperature":0.69.*,"prompt":". ","text":"[a-z .,]{80}"\}$' one
check "the same seed" cmp -s one same
check "another seed" test "$(sed 's/.*"text"//' one)" != "$(sed 's/.*"text"//' other)"
check "the prompt comes first" test "$("$bin" generate text.unroll --letters 1 --prompt 'the net' | cut -c 1-12)" = "gru: the net"
expect 2 "--prompt: found 'T', valid: a to z, blank" generate text.unroll --prompt The
expect 2 "--temperature: found '-1', valid: 0..100" generate text.unroll --temperature -1
expect 2 "generate: found 0 files, valid: one checkpoint" generate
expect 3 "$work/gone: " generate "$work/gone"
expect 3 "text.txt: found no checkpoint" generate text.txt
head -c 900 text.unroll >cut.unroll
expect 3 "cut.unroll: found " generate cut.unroll

# A stream is read on and on.
"$bin" train --task stream --cell gru --updates 1 --eval-steps 1000 --json 2>err | tail -1 >out
check "keys of a stream: $(cat out)" grep -Eq '"eval_steps":1000,"eval_steps_accuracy":[0-9.]+,"eval_first_ns":[0-9.]+,"eval_last_ns":[0-9.]+,"eval_bytes":[0-9.]+' out
expect 2 "--eval-steps: found task recall, valid: a task without an end" train --eval-steps 1000

[ "$failed" = 0 ] || exit 1
