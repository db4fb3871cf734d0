#!/bin/sh
# `unroll bench`: keys, table, CSV and refusals. Never a time: machines differ, and tests run beside each other.
. "$(dirname "$0")/check.inc"

"$bin" bench --cell gru --input 3 --hidden 5 --length 7 --batch 4 --seconds 0 --json >"$work/json" 2>"$work/err"
check "exit code 0" [ $? = 0 ]
check "nothing on standard error" [ ! -s "$work/err" ]
check "one line" [ "$(wc -l <"$work/json")" = 1 ]
check "the keys of CLI.md, in order" grep -qE '^\{"cell":"gru","input":3,"hidden":5,"length":7,"batch":4,"threads":1,"isa":"[a-z0-9]+","median_ms":[0-9.e-]+,"min_ms":[0-9.e-]+,"time_steps_per_second":[0-9.e+]+,"gflops":[0-9.e-]+,' "$work/json"
check "a step was measured" grep -q '"what":"step"' "$work/json"

"$bin" bench --hidden 5 --length 7 --batch 20 --threads 2 --seconds 0 --csv "$work/one.csv" >"$work/out"
check "a table for people: a head and a row" [ "$(wc -l <"$work/out")" = 2 ]
header=what,cell,input,hidden,length,batch,threads,isa,steps,median_ms,min_ms,cpu_ms,time_steps_per_second,gflops
check "the CSV's header" [ "$(head -n 1 "$work/one.csv")" = $header ]
check "the CSV's row" grep -qE '^step,lstm,2,5,7,20,2,[a-z0-9]+,[0-9]+,' "$work/one.csv"
check "14 fields" [ "$(awk -F, 'NF != 14' "$work/one.csv" | wc -l)" = 0 ]
"$bin" bench --hidden 5 --length 7 --no-record --seconds 0 --json >"$work/json"
check "without the recording" grep -q '"what":"step-unrecorded"' "$work/json"
"$bin" bench --hidden 6 --length 7 --batch 1 --seconds 0 --csv "$work/one.csv" >"$work/out"
check "the CSV is replaced" [ "$(sed 1d "$work/one.csv" | cut -d, -f4)" = 6 ]

"$bin" bench --probe --cell lstm --hidden 5 --length 7 --seconds 0 --json >"$work/json"
check "the probe has one sequence of two inputs" grep -q '"input":2,"hidden":5,"length":7,"batch":1,.*"what":"probe"' "$work/json"

refused() { # CODE ARGUMENT...
    want=$1
    shift
    "$bin" bench "$@" >"$work/out" 2>"$work/err"
    code=$?
    check "bench $*: exit code $want, not $code" [ $code = "$want" ]
    check "bench $*: nothing on standard output" [ ! -s "$work/out" ]
    check "bench $*: one line on standard error" [ "$(wc -l <"$work/err")" = 1 ]
}
refused 2 --cell elman
refused 2 --hidden 0
refused 2 --hidden 513
refused 2 --length 5001
refused 2 --batch 513
refused 2 --threads 65
refused 2 --seconds -1
refused 2 --suite --hidden 5
refused 2 --suite --probe
refused 2 --probe --batch 2
refused 2 --probe --no-record
refused 2 --suite --no-record
refused 2 experiment.yaml
refused 3 --csv "$work/missing/one.csv" --seconds 0
refused 3 --hidden 512 --length 5000 --batch 512 --max-memory 100MB

[ $failed = 0 ] && echo "bench does as CLI.md says"
[ $failed = 0 ]
