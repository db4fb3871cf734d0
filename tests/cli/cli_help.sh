#!/bin/sh
# --help of the program and of each command: the sections of a man page, every flag with its range, and exit code 0.
. "$(dirname "$0")/check.inc"

for command in "" train profile verify render spectrum bench sweep measure generate lesson; do
    # shellcheck disable=SC2086
    "$bin" $command --help >"$work/help" 2>"$work/err"
    check "$command --help exits 0" [ $? = 0 ]
    check "$command --help writes no error" [ ! -s "$work/err" ]
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS "EXIT STATUS" EXAMPLES; do
        check "$command --help has $section" grep -qx "$section" "$work/help"
    done
    check "$command --help fits 120 columns" [ "$(awk 'length($0) > 120' "$work/help" | wc -l)" = 0 ]
    # shellcheck disable=SC2086
    check "$command -h is the same" [ "$("$bin" $command -h)" = "$(cat "$work/help")" ]
    # Each flag that the page names is one that the parser knows: with a value it cannot have, it does not say "unknown".
    grep -oE '^  --?[a-z][a-z-]*' "$work/help" | while read -r flag; do
        case $flag in --help | --version | --name | -o | --save | --csv | --lane | --merge | --lang | --profile) continue ;; esac
        # shellcheck disable=SC2086
        "$bin" $command "$flag=@" >"$work/out" 2>"$work/err"
        grep -q "unknown flag" "$work/err" && echo "$command $flag is in the help only"
        [ -s "$work/out" ] && echo "$command $flag=@ prints"
        :
    done >"$work/wrong"
    check "$command: $(cat "$work/wrong")" [ ! -s "$work/wrong" ]
done
check "the program's page names the commands" [ "$("$bin" --help | grep -cE '^  (train|profile|verify|render|spectrum|bench|sweep|measure|generate|lesson) ')" = 10 ]
check "ranges and defaults stand there" [ "$("$bin" train --help | grep -cE '^ +\[1\.\.512\] default: (16|32)$')" = 2 ]
check "--help wins over what follows" [ "$("$bin" train --help --nonsense | sed -n 1p)" = NAME ]
check "--version" [ "$("$bin" --version | grep -cE '^unroll [0-9]+\.[0-9]+\.[0-9]+$')" = 1 ]

[ $failed = 0 ] && echo "the help is whole"
[ $failed = 0 ]
