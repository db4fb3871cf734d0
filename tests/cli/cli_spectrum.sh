#!/bin/sh
# `unroll spectrum`: keys, a line a radius, what is refused, and one figure of the table.
. "$(dirname "$0")/check.inc"

spectrum() { "$bin" spectrum "$@" 2>"$work/err"; }

spectrum --radius 0.9 --activation linear --json >"$work/one"
check "exit code 0" [ $? = 0 ]
check "one object" grep -qE '^\{"radius":0\.9[0-9]*,"lyapunov_log10":-[0-9.e-]+,"backward_slope_log10":-[0-9.e-]+,"sd":[0-9.e-]+\}$' "$work/one"
check "and no more" [ "$(wc -l <"$work/one")" = 1 ]
check "nothing on standard error" [ ! -s "$work/err" ]
# 10 seeds, published: -.049 of a linear network with radius .9.
check "a linear network fades by log10 of its radius" [ "$(awk -F'[:,]' '{ print ($6 > -0.052 && $6 < -0.044) }' "$work/one")" = 1 ]
spectrum --radius 0.9 --activation linear --json >"$work/two"
check "the same bits again" cmp -s "$work/one" "$work/two"

spectrum --radius 0.5,1,2 --input-sd 1 --seeds 3 --json >"$work/three"
check "a line a radius" [ "$(grep -o '"radius":[0-9.]*' "$work/three" | tr '\n' ' ')" = '"radius":0.5 "radius":1.0 "radius":2.0 ' ]
check "in text too" [ "$(spectrum --radius 0.5,1,2 --seeds 2 | wc -l)" = 4 ]
check "one seed has no deviation" [ "$(spectrum --seeds 1 --json | grep -o '"sd":.*')" = '"sd":0.0}' ]
check "another seed" [ "$(spectrum --seeds 1 --json)" != "$(spectrum --seeds 1 --seed 2 --json)" ]
check "what a double cannot hold is null" [ "$(spectrum --activation linear --radius 3 --steps 5000 --json | grep -o '"backward.*')" = '"backward_slope_log10":null,"sd":null}' ]
check "and a dash" [ "$(spectrum --activation linear --radius 3 --steps 5000 | awk 'NR == 2 { print $4 }')" = - ]

refused() { # TEXT CODE ARGUMENTS...
    text=$1 code=$2
    shift 2
    spectrum "$@" >"$work/out"
    check "$text: exit code $code" [ $? = "$code" ]
    check "$text: nothing on standard output" [ ! -s "$work/out" ]
    check "$text: one line" [ "$(wc -l <"$work/err")" = 1 ]
}
refused "radius 0" 2 --radius 0
refused "an empty place in the list" 2 --radius 1,,2
refused "no list" 2 --radius
refused "relu" 2 --activation relu
refused "hidden" 2 --hidden 513
refused "steps" 2 --steps 0
refused "burn-in" 2 --burn-in -1
refused "input" 2 --input-sd nan
refused "a flag of another command" 2 --lag 5
refused "a file" 2 lesson.md
refused "memory" 3 --hidden 512 --steps 5000 --burn-in 5000 --max-memory 1MB

[ $failed = 0 ] && echo "spectrum does as CLI.md says"
[ $failed = 0 ]
