#!/bin/sh
# UNROLL_ISA: the same state_hash from each instruction set, under glibc's other elementary functions too; a name that is none is told.
set -eu
LC_ALL=C
export LC_ALL
bin=${UNROLL_BIN:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

hashes() {
    "$bin" train --cell rnn,lstm,gru --hidden 20 --lag 6 --batch 20 --updates 200 --json >"$work/out" 2>"$work/err" || return 1
    grep -oE '"state_hash": ?"[0-9a-f]{16}"' "$work/out"
}

expected=$(hashes)
[ "$(printf '%s\n' "$expected" | wc -l)" -eq 3 ] || {
    echo "three hashes expected, found: $expected"
    exit 1
}
same() { # WHAT FOUND
    [ "$2" = "$expected" ] && return
    printf '%s: other hashes\n%s\ninstead of\n%s\n' "$1" "$2" "$expected"
    exit 1
}
for isa in baseline avx2 avx512; do
    if found=$(UNROLL_ISA=$isa hashes); then
        same "$isa" "$found"
    elif [ "$isa" = baseline ] || ! grep -q "^unroll: UNROLL_ISA: found '$isa', valid on this processor: baseline" "$work/err"; then
        cat "$work/err"
        exit 1
    else
        echo "$isa: not on this processor"
    fi
done
same "GLIBC_TUNABLES" "$(GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 hashes)"
same "empty" "$(UNROLL_ISA='' hashes)"

code=0
UNROLL_ISA=mmx "$bin" train --updates 1 >"$work/out" 2>"$work/err" || code=$?
if [ "$code" != 2 ] || [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" != 1 ] ||
    ! grep -q "^unroll: UNROLL_ISA: found 'mmx', valid on this processor: baseline" "$work/err"; then
    echo "UNROLL_ISA=mmx: exit code $code, expected 2 and one line:"
    cat "$work/out" "$work/err"
    exit 1
fi
UNROLL_ISA=mmx "$bin" --version >/dev/null # asks for nothing that computes
UNROLL_ISA=baseline "$bin" bench --cell lstm --hidden 16 --length 5 --batch 1 --seconds 0.01 --json | grep -q '"isa": *"baseline"'
