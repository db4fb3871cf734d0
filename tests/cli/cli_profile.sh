#!/bin/sh
# `unroll profile`: header, rows, ratios, empty fields, and what --at end measures.
. "$(dirname "$0")/check.inc"

"$bin" profile --cell rnn,lstm --lag 9 --seeds 3 --sequences 20 >"$work/csv" 2>"$work/err"
check "exit code 0" [ $? = 0 ]
check "nothing on standard error" [ ! -s "$work/err" ]
check "header" [ "$(head -n 1 "$work/csv")" = "lane,seed,distance,dL_dh,dL_dc,ratio_dh,ratio_dc" ]
check "a row for each lane, seed and distance" [ "$(awk -F, 'NR > 1 { print $1 "," $2 "," $3 }' "$work/csv" | sort -u | wc -l)" = 60 ]
check "every row has 7 fields" [ "$(awk -F, 'NF != 7' "$work/csv" | wc -l)" = 0 ]
check "ratios are to distance 0" awk -F, 'NR > 1 { key = $1 "," $2; if ($3 == 0) { h[key] = $4; c[key] = $5 }
    if (($6 - $4 / h[key])^2 > 1e-24 * $6 * $6) bad = 1
    if ($5 != "" && ($7 - $5 / c[key])^2 > 1e-24 * $7 * $7) bad = 1 } END { exit bad }' "$work/csv"
check "no cell state: dL_dc is empty" [ "$(awk -F, '$1 == "rnn" && ($5 != "" || $7 != "")' "$work/csv" | wc -l)" = 0 ]
check "17 digits" grep -qE '^rnn,1,5,[0-9.e-]{18,}' "$work/csv"

"$bin" profile --cell rnn,lstm --lag 9 --seeds 1 --seed 2 --sequences 20 >"$work/two"
check "a seed alone is the same" [ "$(grep -c . "$work/two")" = 21 ] 
check "to the last digit" [ "$(grep '^lstm,2,' "$work/two")" = "$(grep '^lstm,2,' "$work/csv")" ]
"$bin" profile --cell rnn --lag 9 --seed 2 --sequences 20 >"$work/alone"
check "a lane alone is the same" [ "$(grep '^rnn,2,' "$work/alone")" = "$(grep '^rnn,2,' "$work/csv")" ]

"$bin" profile --cell rnn --lag 9 --sequences 20 --at end --updates 100 >"$work/end"
check "after training it is another" [ "$(grep '^rnn,1,' "$work/end")" != "$(grep '^rnn,1,' "$work/csv")" ]
"$bin" profile --cell rnn --lag 9 --sequences 20 --at end --updates 0 >"$work/zero"
check "after no training it is the same" [ "$(grep '^rnn,1,' "$work/zero")" = "$(grep '^rnn,1,' "$work/csv")" ]

# Double throughout: far below float's smallest number.
"$bin" profile --cell rnn --lag 199 --sequences 4 >"$work/long"
check "distance 199 is above zero, and small" awk -F, '$3 == 199 { exit !($4 > 0 && $4 < 1e-30) }' "$work/long"

printf 'lanes: [{name: "a,\\"b\\"", cell: gru}]\n' >"$work/name.yaml"
"$bin" profile "$work/name.yaml" --lag 2 --sequences 2 >"$work/name"
check "a name with a comma is quoted" grep -q '^"a,""b""",1,0,' "$work/name"

# A gate held while it is measured: with all gates held, the cell's gradient is multiplied by f at every step and by nothing else.
"$bin" profile --cell lstm --lag 30 --hold f=0.5 --hold i=0.25 --hold g=-0.5 --hold o=1 >"$work/held" 2>"$work/err"
check "held gates: half of dL_dc at each step" [ "$(awk -F, 'NR > 1 && $7 != 0.5 ^ $3' "$work/held" | wc -l)" = 0 ]
check "held gates: nothing of dL_dh before the loss" [ "$(awk -F, 'NR > 2 && $4 != 0' "$work/held" | wc -l)" = 0 ]
check "31 rows" [ "$(grep -c '^lstm,' "$work/held")" = 31 ]
"$bin" profile --cell lstm,rnn --lag 9 --updates 20 --at end >"$work/free"
"$bin" profile --cell lstm,rnn --lag 9 --updates 20 --at end --hold f:3=0 >"$work/held"
check "a lane without the gate is as it was" [ "$(grep '^rnn' "$work/free")" = "$(grep '^rnn' "$work/held")" ]
check "one unit held changes the other" [ "$(grep '^lstm' "$work/free")" != "$(grep '^lstm' "$work/held")" ]
for wrong in q=1 f=2 f f:x=1 f:16=0 f:-1=0 =1 "f:3" g=-1.1; do
    "$bin" profile --cell lstm,rnn --hold "$wrong" >"$work/held" 2>"$work/err"
    check "--hold $wrong: exit code 2" [ $? = 2 ]
    check "--hold $wrong: $(cat "$work/err")" grep -q "^unroll: --hold: found '$wrong', valid: GATE" "$work/err"
    check "--hold $wrong: nothing on standard output" [ ! -s "$work/held" ]
done

[ $failed = 0 ] && echo "profile does as CLI.md says"
[ $failed = 0 ]
