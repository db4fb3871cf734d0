#!/bin/sh
# usage: lessons_play.sh PART PARTS: scripted learners play one of PARTS parts of the lessons. The right one plays seeds 1 to 5, of a
# translation, whose runs are the same, seed 1; the wrong one seed 1. Every number lies within its tolerance, every `until` is reached,
# no stop takes 10 s of one core, every highlight and cover is on the screen.
. "$(dirname "$0")/check.inc"
part=${1:?part} parts=${2:?parts}
source=${UNROLL_SOURCE:?source}

number=0
for lesson in "$source"/lessons/*.md "$source"/lessons/*/*.md "$source"/docs/lesson-template.md; do
    [ -f "$lesson" ] || continue
    number=$((number + 1))
    [ $((number / 2 % parts)) = $((part % parts)) ] || continue # in pairs: the dear ones are not all on one side
    seeds=5
    case $lesson in "$source"/lessons/*/*) seeds=1 ;; esac
    "$bin" lesson check "$lesson" >"$work/check" 2>&1
    check "$lesson has no errors: $(cat "$work/check")" [ $? = 0 ]
    "$bin" lesson play "$lesson" --seeds $seeds >"$work/log" 2>&1
    code=$?
    tail -n 1 "$work/log"
    check "$lesson holds:
$(grep -B 1 -A 3 MISS "$work/log" || cat "$work/log")" [ $code = 0 ]
done
check "there are lessons" [ $number -gt 0 ]

[ $failed = 0 ] && echo "every lesson of part $part holds"
[ $failed = 0 ]
