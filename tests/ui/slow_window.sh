#!/bin/sh
# What the window must reach, measured without a screen: the first frame, flat memory over 10,000 frames, its peak, and how soon
# the default lab shows which network forgets. Bounds are ten times what a quiet machine needs, so that a busy one passes.
set -eu
bin=${UNROLL_BIN:?path of the program}
passed=0
failed=0
say() { # TEXT CONDITION(0/1)
    if [ "$2" = 1 ]; then passed=$((passed + 1)); echo "ok    $1"; else failed=$((failed + 1)); echo "MISS  $1"; fi
}
below() { echo "$1 $2" | awk '{ print ($1 < $2) ? 1 : 0 }'; }
key() { echo "$2" | sed 's/.*"'"$1"'": *\([0-9.e+-]*\).*/\1/'; }

report=$("$bin" --frames 10000 --json)
first=$(key first_frame_s "$report")
resident=$(key rss_mb "$report")
say "first frame after $first s (asked: under 0.5)" "$(below "$first" 0.5)"
say "resident after 10,000 frames: $resident MB (asked: under 100)" "$(below "$resident" 100)"

# The same run as the default lab's gated lanes and RNN, on one core: who has solved it, and after how long.
one_core=
command -v taskset >/dev/null && one_core="taskset -c 0"
gated=$($one_core "$bin" train --cell lstm,gru --gate-bias chrono --tmax 1000 --lag 30 --updates 600 --json | tail -n 1)
plain=$($one_core "$bin" train --cell rnn --lag 30 --updates 600 --json | tail -n 1)
seconds=$(echo "$(key seconds "$gated") $(key seconds "$plain")" | awk '{ print $1 + $2 }')
say "the default lab's 600 updates take $seconds s on one core (asked: the difference within 10)" "$(below "$seconds" 10)"
case $gated in *'"solved_at":null'*) say "LSTM and GRU have solved it by then" 0 ;; *) say "LSTM and GRU have solved it by then" 1 ;; esac
case $plain in *'"solved_at":null'*) say "the RNN has not" 1 ;; *) say "the RNN has not" 0 ;; esac

echo "$passed passed, $failed failed"
[ $failed = 0 ]
