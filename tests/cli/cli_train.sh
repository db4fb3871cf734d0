#!/bin/sh
# `unroll train`: keys and their order, null rules, exit codes, the same hash alone, in company, over threads, from a file.
. "$(dirname "$0")/check.inc"

train() { "$bin" train "$@" 2>"$work/err"; }
result() { train --json "$@" | grep '"type":"result"'; }
hash_of() { # LANE ARGUMENTS...: the state hash of a lane by position
    lane=$1
    shift
    result "$@" | grep -o '"state_hash":"[^"]*"' | sed -n "${lane}p"
}
# keys: every key of standard input in order
keys() { grep -o '"[a-z_]*":' | tr -d '":' | tr '\n' ' ' | sed 's/ $//'; }

common="--lag 6 --updates 30 --hidden 8"

# shellcheck disable=SC2086
{
result $common >"$work/one"
check "keys of the result" [ "$(keys <"$work/one")" = "type seed updates seconds time_steps_per_second lanes name cell solved_at loss accuracy max_gradient_norm nonfinite_at parameters state_hash" ]
check "hash of 16 digits" grep -qE '"state_hash":"[0-9a-f]{16}"' "$work/one"
check "not solved, never non-finite" grep -q '"solved_at":null.*"nonfinite_at":null' "$work/one"
check "nothing on standard error" [ ! -s "$work/err" ]

train --json $common >"$work/all"
check "only JSON objects" [ "$(grep -cvE '^\{"type":"(progress|result)",.*\}$' "$work/all")" = 0 ]
check "progress before the result" [ "$(sed -n '$p' "$work/all" | cut -c 1-16)" = '{"type":"result"' ]
check "progress at least at the end" grep -q '"type":"progress","seed":1,"update":30,"updates":30' "$work/all"

train $common --cell lstm,gru >"$work/table"
check "a table with the lanes" grep -qE '^gru +gru +- +1\.' "$work/table"
check "progress on standard error" grep -q 'update 30/30' "$work/err"

lstm=$(hash_of 1 $common --cell lstm)
check "same seed, same hash" [ "$(hash_of 1 $common --cell lstm)" = "$lstm" ]
check "alone and in company" [ "$(hash_of 2 $common --cell rnn,lstm,gru)" = "$lstm" ]
check "another seed, another hash" [ "$(hash_of 1 $common --cell lstm --seed 2)" != "$lstm" ]
check "threads change nothing" [ "$(hash_of 1 $common --cell lstm --batch 70 --threads 2)" = "$(hash_of 1 $common --cell lstm --batch 70)" ]
check "as a value after =" [ "$(hash_of 1 --lag=6 --updates=30 --hidden=8 --cell=lstm)" = "$lstm" ]

cat >"$work/run.yaml" <<'YAML'
seed: 3
task: {name: recall, lag: 6}
updates: 30
lanes:
  - {name: "A, first", cell: lstm, hidden: 8}
  - {cell: gru, hidden: 9, gate_bias: chrono}
edits:
  - {at: 10, lane: gru, set: {lr: 0.02}}
YAML
check "a file's run" [ "$(hash_of 1 "$work/run.yaml" --seed 1)" = "$lstm" ]
check "a file's names" [ "$(result "$work/run.yaml" | grep -o '"name":"[^"]*"' | tr '\n' ' ')" = '"name":"A, first" "name":"gru" ' ]
check "edits act" [ "$(hash_of 2 "$work/run.yaml")" != "$(sed '/^edits/,$d' "$work/run.yaml" >"$work/plain.yaml"; hash_of 2 "$work/plain.yaml")" ]
check "a lane's flag sets all lanes" [ "$(result "$work/run.yaml" --hidden 5 | grep -o '"parameters":[0-9]*' | tr '\n' ' ')" = '"parameters":324 "parameters":249 ' ]

# NaN and infinity are an event, not a failure.
result --task adding --length 50 --activation relu --init identity --hidden 32 --optimizer sgd --lr 0.02 --clip 0 --updates 20 >"$work/nan"
check "a run with NaN exits 0" [ $? = 0 ]
check "and says so" grep -q '"accuracy":null.*"nonfinite_at":2,' "$work/nan"
check "in finite numbers" [ "$(grep -ciE 'nan|inf' "$work/nan")" = 0 ]
train --task adding --activation relu --init identity --hidden 32 --optimizer sgd --lr 0.02 --clip 0 --updates 20 >"$work/table"
check "also in the table" grep -q 'rnn: NaN or infinity at update 2' "$work/table"

# --until-solved: exit code 1 when a lane has not solved, and it stops at solved_at.
train --lag 2 --lr 0.01 --until-solved --json --seeds 2 >"$work/solved"
check "solved: exit code 0" [ $? = 0 ]
grep '"type":"result"' "$work/solved" >"$work/results"
check "one result a seed" [ "$(grep -c . "$work/results")" = 2 ]
check "seeds S .. S+N-1" [ "$(grep -o '"seed":[0-9]*' "$work/results" | tr '\n' ' ')" = '"seed":1 "seed":2 ' ]
check "it stops at solved_at" [ "$(sed -n 's/.*"seed":1,"updates":\([0-9]*\),.*"solved_at":\([0-9]*\),.*/\1-\2/p' "$work/results" | awk -F- '{ print ($1 == $2 && $1 > 10) }')" = 1 ]
train $common --until-solved --json >/dev/null
check "not solved: exit code 1" [ $? = 1 ]
train $common --json >/dev/null
check "not solved without --until-solved: exit code 0" [ $? = 0 ]

# Measured on fresh sequences, also at another lag.
result $common --eval-sequences 50 >"$work/eval"
check "keys of an evaluation" [ "$(keys <"$work/eval" | sed 's/.*state_hash //')" = "eval_loss eval_accuracy" ]
check "finite" grep -qE '"eval_loss":[0-9.e-]+,"eval_accuracy":[0-9.e-]+' "$work/eval"
result --task adding --length 12 --updates 5 --eval-length 30 >"$work/eval"
check "no accuracy for values" grep -qE '"eval_loss":[0-9.e-]+,"eval_accuracy":null' "$work/eval"

result --updates 0 --eval-sequences 10 >"$work/none"
check "no update, no loss" grep -q '"loss":null,"accuracy":null,"max_gradient_norm":null' "$work/none"
}

# --save: a checkpoint at the end, the same bytes for the same run; what fails leaves what was there.
# shellcheck disable=SC2086
{
train $common --cell lstm,gru --json --save "$work/a.unroll" >"$work/out"
check "--save exits 0" [ $? = 0 ]
check "and prints the result all the same" grep -q '"type":"result"' "$work/out"
check "a checkpoint says what it is" [ "$(head -c 6 "$work/a.unroll")" = UNROLL ]
check "and holds its experiment" grep -qa 'task: {name: recall, lag: 6}' "$work/a.unroll"
train $common --cell lstm,gru --save "$work/b.unroll" >"$work/out"
check "the same run, the same bytes" cmp -s "$work/a.unroll" "$work/b.unroll"
train $common --cell lstm,gru --seed 2 --save "$work/b.unroll" >"$work/out"
check "an earlier file is replaced" [ "$(cmp -s "$work/a.unroll" "$work/b.unroll" && echo same)" != same ]
check "--until-solved and not solved saves too" [ "$(train $common --until-solved --save "$work/c.unroll" >"$work/out"; echo $?)" = 1 ]
check "what it came to" [ -s "$work/c.unroll" ]
check "no temporary file is left" [ "$(ls "$work" | grep -c tmp)" = 0 ]
}

# A reader that goes away: exit code 3, no signal.
(train --json --updates 100000 --cell lstm --lag 100; echo $? >"$work/code") | head -c 1 >/dev/null
check "closed pipe" [ "$(cat "$work/code")" = 3 ]

[ $failed = 0 ] && echo "train does as CLI.md says"
[ $failed = 0 ]
