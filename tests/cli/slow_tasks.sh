#!/bin/sh
# What the tasks are for, measured: the ceilings of "bank" on 10,000 fresh sequences, of the price, of words without order, and a lag never
# trained on. Two seeds each, and every lane must keep to its figure. Prints what was measured beside what was asked.
set -eu
bin=${UNROLL_BIN:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

# ask TEXT LOW HIGH FLAG...: trains two seeds; eval_accuracy of every lane must lie between LOW and HIGH.
ask() {
    text=$1 low=$2 high=$3
    shift 3
    "$bin" train --json --seeds 2 --eval-sequences 10000 "$@" >"$work/out"
    figures=$(grep '"type":"result"' "$work/out" | grep -oE '"eval_accuracy":[0-9.e-]+' | cut -d: -f2 | tr '\n' ' ')
    verdict=$(echo "$figures" | awk -v low="$low" -v high="$high" '{
        ok = NF > 0; for (i = 1; i <= NF; i++) if (!($i >= low && $i <= high)) ok = 0; print ok ? "ok  " : "MISS" }')
    if [ "$verdict" = MISS ]; then failed=$((failed + 1)); else passed=$((passed + 1)); fi
    echo "$verdict  $text: ${figures}asked: $low to $high"
}

common="--lr 1e-2 --updates 300"
# shellcheck disable=SC2086
{
ask "bank, feed-forward" 0.48 0.52 $common --task bank --hidden 12 --cell feedforward
ask "bank, forward only" 0.70 0.765 $common --task bank --hidden 12 --cell rnn,gru,lstm
ask "bank, both ways" 0.99 1 $common --task bank --hidden 12 --cell rnn,gru,lstm --direction bidirectional
ask "price, feed-forward" 0.73 0.77 $common --task price --hidden 8 --cell feedforward
ask "price, recurrent" 0.97 1 $common --task price --hidden 8 --cell rnn,gru,lstm
ask "sentiment, the last word alone" 0.48 0.52 $common --task sentiment --cell feedforward
ask "sentiment, gated" 0.99 1 $common --task sentiment --cell gru,lstm
ask "marked, the same memory for every input" 0.2 0.45 $common --task marked --cell ssm
ask "marked, selective" 0.98 1 $common --task marked --cell selective
ask "parity, at 60 steps, trained on 20" 0.98 1 $common --task parity --cell gru,lstm --eval-length 60
ask "recall, RNN at lag 200, trained on 5" 0 0.6 $common --lag 5 --cell rnn --eval-lag 200
}

echo "$passed figures as asked, $failed missed"
[ "$failed" = 0 ]
