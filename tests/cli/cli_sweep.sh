#!/bin/sh
# `unroll sweep`: the file and its resumption after an end of any kind, lists and merges against a run in one go, what is refused.
. "$(dirname "$0")/check.inc"

sweep() { "$bin" sweep "$@" 2>"$work/err"; }
small="--cells rnn,gru --lags 2,4 --seeds 3 --hidden 8 --lr 0.01 --updates 120"
lines() { wc -l <"$1"; }

# shellcheck disable=SC2086
{
sweep $small --csv "$work/one.csv" >"$work/out"
check "exit code 0" [ $? = 0 ]
check "the header" [ "$(sed -n 1p "$work/one.csv")" = lane,lag,seed,solved_at ]
check "a line a run" [ "$(lines "$work/one.csv")" = 13 ]
check "only such lines" [ "$(sed 1d "$work/one.csv" | grep -cvE '^(rnn|gru),[24],[123],[0-9]*$')" = 0 ]
check "a table" grep -qE '^gru +([0-3]/3 |0/3)' "$work/out"
check "with its time" grep -qE '^12 runs in [0-9.]+ s, 1 at a time$' "$work/out"
check "progress on standard error" [ "$(grep -c 'solved' "$work/err")" = 12 ]
row=$(sed -n 's/^rnn,4,2,//p' "$work/one.csv")
check "what train finds" [ "$("$bin" train --cell rnn --lag 4 --seed 2 --hidden 8 --lr 0.01 --updates 120 --json | grep -o '"solved_at":[0-9]*' | tail -1)" = "${row:+\"solved_at\":$row}" ]
check "without a file" [ "$(sweep $small | grep -c '^rnn ')" = 1 ]

sweep $small --csv "$work/two.csv" --jobs 3 >"$work/out"
check "the same bytes with three at a time" cmp -s "$work/one.csv" "$work/two.csv"
sweep $small --csv "$work/two.csv" >"$work/out"
check "nothing is run twice" grep -q '^0 runs .*; 12 were done before$' "$work/out"
check "and the file stays" cmp -s "$work/one.csv" "$work/two.csv"

# A file from before: missing rows are run, a cut line is mended, an order of its own is kept apart from the numbers.
sed '/^gru,2/d' "$work/one.csv" >"$work/part.csv"
sweep $small --csv "$work/part.csv" >"$work/out"
check "what is missing is run" grep -q '^3 runs .*; 9 were done before$' "$work/out"
check "to the same file" cmp -s "$work/one.csv" "$work/part.csv"
for cut in 1 9 30 200 250; do
    head -c $cut "$work/one.csv" >"$work/cut.csv"
    sweep $small --csv "$work/cut.csv" >"$work/out"
    check "cut off after $cut bytes" cmp -s "$work/one.csv" "$work/cut.csv"
done
sed 's/$/\r/' "$work/one.csv" >"$work/crlf.csv"
sweep $small --csv "$work/crlf.csv" >"$work/out"
check "line ends of a spreadsheet" cmp -s "$work/one.csv" "$work/crlf.csv"

# The settings that a file belongs to.
sweep $small --lr 0.02 --csv "$work/one.csv" >"$work/out"
check "other settings are refused" [ $? = 2 ]
check "with the reason" grep -q 'begun with other settings' "$work/err"
sweep $small --lags 2 --seeds 1 --csv "$work/one.csv" >"$work/out"
check "fewer lags and seeds are not other settings" [ $? = 0 ]
check "the settings are an experiment" "$bin" sweep "$work/one.csv.yaml" --lags 2 --seeds 1 --lane gru >"$work/out" 2>"$work/err"

# Other machines.
sweep $small --csv "$work/l i's.csv" --list >"$work/list"
check "--list exits 0" [ $? = 0 ]
check "a line a run" [ "$(lines "$work/list")" = 12 ]
check "nothing has run" [ "$(lines "$work/l i's.csv")" = 1 ]
sed -n '1~2p' "$work/list" | sh >"$work/out" 2>"$work/err"
check "half the jobs" [ "$(ls "$work/l i's.csv.d" | wc -l)" = 6 ]
sweep --merge "$work/l i's.csv.d" --csv "$work/l i's.csv" >"$work/out"
check "--merge exits 0" [ $? = 0 ]
check "--merge says what it did" grep -q '^6 runs from 6 files$' "$work/out"
check "the rest is listed" [ "$(sweep $small --csv "$work/l i's.csv" --list | wc -l)" = 6 ]
sh "$work/list" >"$work/out" 2>"$work/err"
sweep --merge "$work/l i's.csv.d" --csv "$work/l i's.csv" >"$work/out"
check "list and merge give what one run gives" cmp -s "$work/one.csv" "$work/l i's.csv"
sweep $small --csv "$work/array.csv" --list >"$work/list"
for task in 1 2 3 4 5; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=5 sh "$UNROLL_SOURCE/experiments/sweep.sbatch" "$work/list" >"$work/out" 2>"$work/err"
done
sweep --merge "$work/array.csv.d" --csv "$work/array.csv" >"$work/out"
check "a job array's tasks do the list between them" cmp -s "$work/one.csv" "$work/array.csv"
sed 's/^\(gru,2,1,\).*/\1119/' "$work/one.csv" >"$work/l i's.csv.d/x.csv"
sweep --merge "$work/l i's.csv.d" --csv "$work/l i's.csv" >"$work/out"
check "two results of one run: exit code 3" [ $? = 3 ]
check "with the place" grep -q "x.csv:2:1: found another result than before for lane 'gru', lag 2, seed 1" "$work/err"
check "the earlier file stays" cmp -s "$work/one.csv" "$work/l i's.csv"

cat >"$work/lanes.yaml" <<'YAML'
task: {name: adding, length: 6}
updates: 20
lanes:
  - {name: "A, b", cell: rnn, hidden: 4}
  - {name: '"q" é', cell: gru, hidden: 4, gate_bias: chrono, tmax: 10}
edits:
  - {at: 5, lane: '"q" é', set: {lr: 0.01}}
YAML
sweep "$work/lanes.yaml" --lengths 6,8 --seeds 2 --csv "$work/lanes.csv" >"$work/out"
check "lanes of a file" [ $? = 0 ]
check "lengths in place of lags" [ "$(sed -n 1p "$work/lanes.csv")" = lane,length,seed,solved_at ]
check "names in quotes" [ "$(grep -cE '^("A, b"|"""q"" é"),[68],[12],$' "$work/lanes.csv")" = 8 ]
check "no run is lost" [ "$(lines "$work/lanes.csv")" = 9 ]
sweep "$work/lanes.yaml" --lengths 6,8 --seeds 2 --csv "$work/lanes.csv" >"$work/out"
check "and they are found again" grep -q '^0 runs' "$work/out"
sweep "$work/lanes.yaml" --lengths 6,8 --seeds 2 --csv "$work/lanes2.csv" --list | sh >"$work/out" 2>"$work/err"
sweep --merge "$work/lanes2.csv.d" --csv "$work/lanes2.csv" >"$work/out"
check "lanes with odd names through list and merge" cmp -s "$work/lanes.csv" "$work/lanes2.csv"

# Ended while it runs: by an interrupt, by a request, by force.
long="--cells gru --lags 3,60 --seeds 4 --hidden 8 --lr 1e-6 --updates 400"
sweep $long --csv "$work/whole.csv" --jobs 2 >"$work/out"
for signal in INT TERM KILL; do
    rm -f "$work/stopped.csv"
    env --default-signal=INT "$bin" sweep $long --csv "$work/stopped.csv" --jobs 2 >"$work/out" 2>"$work/err" &
    child=$!
    until grep -q '^gru' "$work/stopped.csv" 2>/dev/null; do sleep 0.01; done
    kill -$signal $child
    wait $child 2>/dev/null
    check "$signal: it ends by it" [ $? -gt 128 ]
    rows=$(grep -c '^gru' "$work/stopped.csv")
    [ $signal = KILL ] || check "$signal: it says so" grep -qx "unroll: stopped with $rows of 8 runs done; the same command goes on from there" "$work/err"
    for _ in 1 2 3 4 5; do pgrep -f "$work/stopped.csv" >/dev/null && sleep 0.1; done
    check "$signal: no process is left behind" [ "$(pgrep -fc "$work/stopped.csv")" = 0 ]
    sweep $long --csv "$work/stopped.csv" --jobs 2 >"$work/out"
    check "$signal: the rest is run" grep -q "^$((8 - rows)) runs" "$work/out"
    check "$signal: to the same file" cmp -s "$work/whole.csv" "$work/stopped.csv"
done

"$bin" sweep $long --csv "$work/held.csv" >"$work/out1" 2>"$work/err1" &
first=$!
until [ -s "$work/held.csv" ]; do sleep 0.01; done
sweep $long --csv "$work/held.csv" >"$work/out"
check "a second sweep on the same file is refused" [ $? = 3 ]
check "with the reason" grep -q 'another process is writing to it' "$work/err"
wait $first
check "and the first does its work" cmp -s "$work/whole.csv" "$work/held.csv"
}

refused() { # TEXT CODE ARGUMENTS...
    text=$1 code=$2
    shift 2
    sweep "$@" >"$work/out"
    check "$text: exit code $code" [ $? = "$code" ]
    check "$text: nothing on standard output" [ ! -s "$work/out" ]
    check "$text: one line, $(cat "$work/err")" [ "$(wc -l <"$work/err")" = 1 ]
}
refused "a cell" 2 --cells rnn,nothing
refused "five cells" 2 --cells rnn,rnn,rnn,rnn,rnn
refused "a lag" 2 --lags 5,x
refused "lag 0" 2 --lags 0
refused "no end of lags" 2 --lags 5,
refused "lengths of recall" 2 --lengths 20
refused "lags of adding" 2 --task adding --lags 20
refused "a gate bias on rnn" 2 --cells rnn,lstm --gate-bias chrono
refused "seeds" 2 --seeds 0
refused "jobs" 2 --jobs 0
refused "jobs in words" 2 --jobs two
refused "a lane that is not there" 2 --cells rnn,gru --lane lstm
refused "--list without a file" 2 --list
refused "--merge without a file" 2 --merge "$work"
refused "both" 2 --list --merge "$work" --csv "$work/x.csv"
refused "an unknown flag" 2 --seed-count 3
refused "a folder that is not there" 3 --merge "$work/none" --csv "$work/x.csv"
refused "two files" 2 a.yaml b.yaml
refused "a folder as file" 3 --lags 2 --csv "$work"
refused "a device" 3 --lags 2 --csv /dev/null
refused "memory" 3 --lags 2,4999 --hidden 512 --max-memory 20MB
check "and nothing is left" [ ! -e "$work/x.csv" ]

# Hostile files: a place, and not a byte of them changed.
hostile() { # TEXT PLACE CONTENT
    printf '%b' "$3" >"$work/hostile.csv"
    cp "$work/hostile.csv" "$work/copy.csv"
    refused "$1" 3 --lags 2 --updates 1 --csv "$work/hostile.csv"
    check "$1: at $2: $(cat "$work/err")" grep -q "hostile.csv:$2: " "$work/err"
    check "$1: the file stays" cmp -s "$work/hostile.csv" "$work/copy.csv"
}
head=lane,lag,seed,solved_at
hostile "another file" 1:1 'what,is,this\n1,2,3\n'
hostile "length for lag" 1:1 'lane,length,seed,solved_at\nrnn,2,1,5\n'
hostile "three fields" 2:7 "$head\nrnn,2,1\n"
hostile "five fields" 2:9 "$head\nrnn,2,1,5,6\n"
hostile "a word for a lag" 2:5 "$head\nrnn,x,1,5\n"
hostile "a lag out of range" 3:5 "$head\nrnn,2,9,5\nrnn,5001,1,5\n"
hostile "a negative seed" 2:7 "$head\nrnn,2,-1,5\n"
hostile "an empty seed" 2:7 "$head\nrnn,2,,5\n"
hostile "half an update" 2:9 "$head\nrnn,2,1,0.5\n"
hostile "update 0" 2:9 "$head\nrnn,2,1,0\n"
hostile "no name" 2:1 "$head\n,2,1,5\n"
hostile "a long name" 2:32 "$head\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,2,1,5\n"
hostile "quotes left open" 2:12 "$head\n\"rnn,2,1,5 \\n\n"
hostile "a zero byte" 2:2 "$head\nr\\0nn,2,1,5\n"
hostile "no text" 2:1 "$head\n\\0377\\0376,2,1,5\n"
hostile "two results" 3:1 "$head\nrnn,2,1,5\nrnn,2,1,6\n"

[ $failed = 0 ] && echo "sweep does as CLI.md says"
[ $failed = 0 ]
