#!/bin/sh
# Wrong flags, values and files: the exit code, nothing on standard output, one line on standard error that says what would be valid.
set -u
LC_ALL=C
export LC_ALL
bin=${UNROLL_BIN:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect CODE MESSAGE ARGUMENTS...: the message is a fixed text that the line must hold.
expect() {
    code=$1
    message=$2
    shift 2
    "$bin" "$@" >"$work/out" 2>"$work/err"
    found=$?
    if [ "$found" != "$code" ] || [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" != 1 ] || ! grep -qF -- "$message" "$work/err" ||
        ! grep -q '^unroll: ' "$work/err"; then
        echo "unroll $*: exit code $found (expected $code), expected '$message', found:"
        cat "$work/err" "$work/out"
        failed=$((failed + 1))
    fi
}

expect 2 "unroll: --lagg: unknown flag, valid: --lag, " train --lagg 5
expect 2 "unroll: --eval-sequence: unknown flag, valid: --eval-sequences, " train --eval-sequence=5
expect 2 "unroll: --save: unknown flag" profile --save x
expect 2 "unroll: --save: found no value, valid: a name" train --save
expect 2 "unroll: --save: found '', valid: a name" train --save ""
expect 2 "unroll: --save: found --seeds 2, valid: one seed" train --save "$work/x" --seeds 2
expect 3 "unroll: $work: found a folder, valid: a file" train --save "$work"
expect 3 "unroll: $work/no/x: no such file" train --save "$work/no/x" --updates 1000000000
expect 2 "unroll: --gate_bias: unknown flag" train --gate_bias 1
expect 2 "unroll: -x: unknown flag" train -x
expect 2 "unroll: --lag: found 'x', valid: 1..4999" train --lag x
expect 2 "unroll: --lag: found '0', valid: 1..4999" train --lag 0
expect 2 "unroll: --lag: found '5000', valid: 1..4999" train --lag=5000
expect 2 "unroll: --lag: found '', valid: 1..4999" train --lag ""
expect 2 "unroll: --lag: found ' 5', valid: 1..4999" train --lag " 5"
expect 2 "unroll: --lag: found no value, valid: 1..4999" train --lag
expect 2 "unroll: --length: found '50', valid: task recall takes --lag, 1..4999" train --length 50
expect 2 "unroll: --lag: found '5', valid: task adding takes --length, 2..5000" train --task adding --lag 5
expect 2 "unroll: --lag: found '5', valid: task adding takes --length, 2..5000" train --lag 5 --task adding
expect 2 "unroll: --length: found '9', valid: 10..5000 for task order" train --task order --length 9
expect 2 "unroll: --length: found '6', valid: 7..5000 for task bank" train --task bank --length 6
expect 2 "unroll: --length: found '7', valid: 8..5000 for task reber" train --task reber --length 7
expect 2 "unroll: --length: found '8', valid: 9..5000 for task sentiment" train --task sentiment --length 8
expect 2 "unroll: --length: found '1', valid: 2..5000 for task price" train --task price --length 1
expect 2 "unroll: --length: found '1', valid: 2..5000 for task marked" train --task marked --length 1
expect 2 "unroll: --lag: found '4991', valid: 1..4990 for task copy" train --task copy --lag 4991
expect 2 "unroll: --length: found '20', valid: task copy takes --lag, 1..4990" train --task copy --length 20
expect 2 "unroll: --eval-lag: found '4991', valid: 1..4990 for task copy" train --task copy --eval-lag 4991
expect 2 "unroll: --eval-length: found '6', valid: 7..5000 for task bank" train --task bank --eval-length 6
expect 2 "unroll: --eval-length: found '50', valid: task recall takes --eval-lag" train --eval-length 50
expect 2 "unroll: --eval-lag: found '5', valid: task order takes --eval-length" train --task order --eval-lag 5
expect 2 "unroll: --hidden: found '513', valid: 1..512" train --hidden 513
expect 2 "unroll: --layers: found '5', valid: 1..4" train --layers 5
expect 2 "unroll: --batch: found '0', valid: 1..512" train --batch 0
expect 2 "unroll: --lr: found 'nan', valid: above 0, at most 10" train --lr nan
expect 2 "unroll: --lr: found '0x1p3', valid: above 0, at most 10" train --lr 0x1p3
expect 2 "unroll: --cell: found 'lstn', valid: lstm, " train --cell lstn
expect 2 "unroll: --cell: found '', valid: " train --cell "rnn,"
expect 2 "unroll: --cell: found 'rnn,rnn,rnn,rnn,rnn', valid: 1 to 4 cells" train --cell rnn,rnn,rnn,rnn,rnn
expect 2 "unroll: --gate-bias: found 'chrono' on cell rnn, valid: only on lstm, gru, ssm, selective" train --gate-bias chrono
expect 2 "unroll: --gate-bias: found '1' on cell rnn, valid: only on lstm, gru, ssm, selective" train --cell lstm,rnn --gate-bias 1
expect 2 "unroll: --activation: found 'relu' on cell lstm, valid: only on rnn" train --cell lstm --activation relu
expect 2 "unroll: --optimizer: found 'adamw', valid: adam, " train --optimizer adamw
expect 2 "unroll: --seeds: found '0', valid: 1..10000" train --seeds 0
expect 2 "unroll: --seeds: found '3', valid: 1..1 from seed 9007199254740991 on" train --seed 9007199254740991 --seeds 3
expect 2 "unroll: --threads: found '65', valid: 1..64" train --threads 65
expect 2 "unroll: --json: found '1', valid: no value" train --json=1
expect 2 "unroll: --max-memory: found 'much', valid: " train --max-memory much
expect 2 "unroll: found 'b.yaml' as a second file, valid: one" train a.yaml b.yaml
expect 2 "unroll: --at: found 'now', valid: init, end" profile --at now
expect 2 "unroll: --until-solved: unknown flag" profile --until-solved
expect 2 "unroll: verify: found no file, valid: unroll verify FILE..." verify
expect 2 "unroll: --precision: found 'half', valid: double, float" verify --precision half x.json
expect 2 "unroll: --lag: unknown flag" verify --lag 5 x.json
expect 3 "unroll: none.yaml: no such file" train none.yaml
expect 3 "unroll: $work: found a folder, valid: a file" train "$work"
expect 3 "unroll: none.json: no such file" verify none.json
expect 3 "this run would need " train --cell lstm --hidden 512 --layers 4 --lag 4999
expect 3 ", --max-memory allows 3 MB" train --lag 999 --max-memory 3MB
expect 3 ", --max-memory allows 3 MB" profile --lag 999 --max-memory 3MB
expect 3 ", --max-memory allows 8 MB" train --eval-lag 4999 --max-memory 8MB

printf 'seed: 1\nlanes:\n  - {cel: lstm}\n' >"$work/key.yaml"
expect 3 "unroll: $work/key.yaml:3:6: unknown key 'cel', valid: cell, hidden, " train "$work/key.yaml"
printf 'lanes: [{cell: rnn, gate_bias: 1}]\n' >"$work/bias.yaml"
expect 3 "unroll: $work/bias.yaml:1:32: gate_bias: found '1' on cell rnn" train "$work/bias.yaml"
printf 'seed: [1\n' >"$work/cut.yaml"
expect 3 "unroll: $work/cut.yaml:2:1: not valid YAML: " train "$work/cut.yaml"
expect 2 "unroll: --lag: found 'x', valid: 1..4999" train "$work/cut.yaml" --lag x
printf 'lanes: [{name: A}]\nedits: [{at: 1, lane: A, set: {lr: 1}}]\n' >"$work/edits.yaml"
expect 2 "unroll: --cell: found 'lstm' beside a file whose edits name its own lanes" train "$work/edits.yaml" --cell lstm
if [ "$(id -u)" != 0 ]; then
    : >"$work/secret.yaml"
    chmod 0 "$work/secret.yaml"
    expect 3 "unroll: $work/secret.yaml: permission denied" train "$work/secret.yaml"
fi

# Output that cannot be written.
if [ -w /dev/full ]; then
    for command in "train --updates 1" "train --updates 1 --json" "profile --lag 3" "verify $UNROLL_SOURCE/tests/reference/gru_tiny.json" "train --help"; do
        # shellcheck disable=SC2086
        "$bin" $command >/dev/full 2>"$work/err"
        found=$?
        if [ $found != 3 ] || ! grep -q "standard output cannot be written" "$work/err"; then
            echo "unroll $command >/dev/full: exit code $found"
            cat "$work/err"
            failed=$((failed + 1))
        fi
    done
fi

[ $failed = 0 ] && echo "every error is told as CLI.md says"
[ $failed = 0 ]
