#!/bin/sh
# `unroll measure`: header, rows, what does not apply, means over seeds, and bad input.
. "$(dirname "$0")/check.inc"

field() { # COLUMN FILE: its number in the header
    head -n 1 "$2" | tr , '\n' | grep -nx "$1" | cut -d: -f1
}

"$bin" measure highway,horizon --cell rnn,lstm,gru --lag 9 --seeds 2 --sequences 5 >"$work/csv" 2>"$work/err"
check "exit code 0" [ $? = 0 ]
check "nothing on standard error" [ ! -s "$work/err" ]
check "header" [ "$(head -n 1 "$work/csv" | cut -d, -f1-9)" = "measure,lane,seed,step,distance,unit,gate,direct,rest" ]
check "every row as wide as the header" [ "$(awk -F, '{ print NF }' "$work/csv" | sort -u | wc -l)" = 1 ]
check "no highway in a plain RNN" [ "$(grep -c ',rnn,' "$work/csv")" = 0 ]
check "a row for each lane, seed and distance" [ "$(grep -c '^highway' "$work/csv")" = 40 ]
check "a row for each lane, seed and unit" [ "$(grep -c '^horizon' "$work/csv")" = 64 ]
check "the last step has no way through gates" awk -F, '$1 == "highway" && $5 == 0 { if ($9 > 1e-15) bad = 1 } END { exit bad }' "$work/csv"
check "total is within direct and rest" awk -F, '$1 == "highway" && ($10 > ($8 + $9) * (1 + 1e-12)) { bad = 1 } END { exit bad }' "$work/csv"

# The same numbers as JSON, and as the profile prints them.
"$bin" measure gradient --cell lstm --lag 9 --sequences 20 >"$work/gradient"
"$bin" profile --cell lstm --lag 9 --sequences 20 >"$work/profile"
check "gradient is the profile" [ "$(awk -F, 'NR > 1 { print $5, $8, $10, $9, $11 }' "$work/gradient")" = \
    "$(awk -F, 'NR > 1 { print $3, $4, $5, $6, $7 }' "$work/profile")" ]
"$bin" measure horizon --cell gru --lag 5 --json >"$work/json"
check "one object a row" [ "$(grep -c '^{"measure":"horizon","lane":"gru","seed":1,"unit":[0-9]*,"keep":[0-9.e-]*,"tau":' "$work/json")" = 16 ]

# Geometric means over seeds are those of the rows.
"$bin" measure gradient --lag 6 --seeds 4 >"$work/each"
"$bin" measure gradient --lag 6 --seeds 4 --over-seeds >"$work/over"
check "one row for all seeds" [ "$(awk -F, 'NR > 1 { print $3 }' "$work/over" | sort -u)" = "1..4" ]
mean=$(awk -F, '$5 == 6 { s += log($9); n++ } END { printf "%.9g", exp(s / n) }' "$work/each")
check "geometric mean $mean" [ "$(awk -F, '$5 == 6 { printf "%.9g", $10 }' "$work/over")" = "$mean" ]
sd=$(awk -F, '$5 == 6 { x = log($9) / log(10); s += x; q += x * x; n++ } END { printf "%.6g", sqrt((q - s * s / n) / (n - 1)) }' "$work/each")
check "deviation in decades $sd" [ "$(awk -F, '$5 == 6 { printf "%.6g", $11 }' "$work/over")" = "$sd" ]

# Training: what it cost, how it went.
"$bin" measure clip,history --cell rnn --lag 8 --at end --updates 40 --clip 0.1 >"$work/end"
check "40 updates" [ "$(awk -F, '$1 == "clip" { print $8 }' "$work/end")" = 40 ]
check "nearly all of them clipped" awk -F, '$1 == "clip" { exit !($9 > 0.9) }' "$work/end"
check "a point an update" [ "$(grep -c '^history' "$work/end")" = 40 ]
check "the largest norm is in the history" awk -F, '$1 == "clip" { m = $10 } $1 == "history" && $19 > h { h = $19 } END { exit !((h / m - 1)^2 < 1e-12) }' "$work/end"
"$bin" measure lengths,cost --cell gru --lag 8 --lengths 4,16 >"$work/lengths"
check "a row a length" [ "$(awk -F, '$1 == "lengths" { print $8 }' "$work/lengths" | tr '\n' ' ')" = "4 16 " ]
check "twice the steps, twice the products" awk -F, '$1 == "cost" { if (n++) exit !($14 * 5 == last * 17); last = $14 }' "$work/lengths"

# Lesson 2: the gradient of a shared weight is the sum of every step's part.
"$bin" measure parts --cell rnn,lstm,gru --lag 60 >"$work/parts"
check "the parts make the gradient to 1e-12" awk -F, 'NR > 1 { n++; if ($8 > 1e-12 || $9 < 1e-6) bad = 1 } END { exit bad || n != 3 }' "$work/parts"

"$bin" measure blame --cell attention,rnn --lag 5 >"$work/blame"
check "attention's weights sum to 1" awk -F, '$2 == "attention" { sum += $10 } $2 == "rnn" && $10 != "" { bad = 1 }
    END { exit bad || (sum - 1)^2 > 1e-20 }' "$work/blame"

# A run as it stood in its checkpoint.
"$bin" train --cell gru --lag 6 --updates 30 --save "$work/run.unroll" >/dev/null
"$bin" measure summary --resume "$work/run.unroll" >"$work/resumed"
"$bin" measure summary --cell gru --lag 6 --updates 30 --at end >"$work/trained"
check "a checkpoint measures as the run itself" cmp -s "$work/resumed" "$work/trained"
check "and not as its start" [ "$("$bin" measure summary --cell gru --lag 6)" != "$(cat "$work/resumed")" ]

# Everything that is listed runs.
names=$("$bin" measure --list | grep -oE '^[a-z]+:' | tr -d : | paste -sd, -)
check "the list names them" [ "$(echo "$names" | tr , '\n' | wc -l)" -ge 18 ]
"$bin" measure "$names" --cell rnn,lstm,gru --lag 5 --sequences 3 --updates 10 --at end >"$work/all" 2>"$work/err"
check "all at once: $(cat "$work/err")" [ $? = 0 ]
check "each has rows" [ "$(cut -d, -f1 "$work/all" | sort -u | wc -l)" = $(($(echo "$names" | tr , '\n' | wc -l) + 1)) ]
check "every row as wide as the header" [ "$(awk -F, '{ print NF }' "$work/all" | sort -u | wc -l)" = 1 ]

refuse() { # MESSAGE ARGUMENTS...
    want=$1
    shift
    "$bin" measure "$@" >"$work/out" 2>"$work/err"
    code=$?
    check "measure $* exits 2" [ $code = 2 ]
    check "measure $* prints nothing" [ ! -s "$work/out" ]
    check "measure $*: $(cat "$work/err")" grep -qF "$want" "$work/err"
}
refuse "unroll: measure: found '', valid: "
refuse "unroll: measure: found 'highwya', valid: highway" highwya
refuse "unroll: measure: found '', valid:" highway, --cell lstm
refuse "unroll: highway: found cell rnn and task recall, valid: a gate that keeps (lstm, gru, ssm, selective)" highway --cell rnn
refuse "unroll: decode: found cell rnn and task adding, valid: a task with classes" decode --task adding
refuse "unroll: --lengths: found '0.5'" lengths --lengths 0.5
refuse "unroll: --lengths: found '2.5', valid: at most 32 of 1..4999 for task recall" lengths --lengths 2.5
refuse "unroll: --resume: found --seeds 2" highway --resume "$work/run.unroll" --seeds 2
refuse "found 'b' as a second file" highway a b
"$bin" measure update --cell lstm --lag 4999 --sequences 5000 >"$work/out" 2>"$work/err"
check "more memory than allowed exits 3" [ $? = 3 ]
check "with the estimate" grep -qE 'GB|MB' "$work/err"

[ $failed = 0 ] && echo "measure does as its help says"
[ $failed = 0 ]
