#!/bin/sh
# `unroll verify`: all reference vectors pass in both precisions; a changed one misses; a broken one is an error with nothing printed.
. "$(dirname "$0")/check.inc"
source=${UNROLL_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
for precision in double float; do
    "$bin" verify --precision $precision "$source"/tests/reference/*.json >"$work/$precision" 2>"$work/err"
    check "all vectors in $precision" [ $? = 0 ]
    check "a line per tensor and nothing else" [ "$(grep -cvE '^[^ ]+  [^ ]+  abs [0-9.e+-]+  rel [0-9.e+-]+  pass$' "$work/$precision")" = 0 ]
    check "what it came to, on standard error" grep -qE '^43 files, [0-9]+ tensors, 0 missed$' "$work/err"
    check "43 files" [ "$(awk '/pass$/ { print $1 }' "$work/$precision" | sort -u | wc -l)" = 43 ]
    cat "$work/err"
done

one=$source/tests/reference/lstm_uni.json
"$bin" verify --json "$one" >"$work/json"
check "exit code 0" [ $? = 0 ]
check "only JSON objects with the five keys" [ "$(grep -cvE '^\{"file":"[^"]*","tensor":"[^"]*","abs":[^,]*,"rel":[^,]*,"pass":true\}$' "$work/json")" = 0 ]
check "a line a tensor" [ "$(wc -l <"$work/json")" -gt 20 ]

# A loss that is not what the model gives.
sed 's/"loss": *[0-9.e-]*/"loss": 123.5/' "$one" >"$work/wrong.json"
"$bin" verify "$work/wrong.json" >"$work/out"
check "a miss is exit code 1" [ $? = 1 ]
check "and is shown" grep -qE 'loss .*MISS$' "$work/out"
"$bin" verify --json "$work/wrong.json" "$one" >"$work/out"
check "also in JSON" grep -q '"tensor":"loss",.*"pass":false' "$work/out"

head -c 2000 "$one" >"$work/cut.json"
"$bin" verify "$one" "$work/cut.json" >"$work/out" 2>"$work/err"
check "a cut file is exit code 3" [ $? = 3 ]
check "with its line and column" grep -qE "^unroll: $work/cut.json:[0-9]+:[0-9]+: " "$work/err"
check "in one line" [ "$(wc -l <"$work/err")" = 1 ]
check "and nothing on standard output" [ ! -s "$work/out" ]

[ $failed = 0 ] && echo "verify does as CLI.md says"
[ $failed = 0 ]
