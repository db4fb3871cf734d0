#!/bin/sh
# The comparison's own part, without peers and without judging any time: it runs, its table has a row for each round and shape,
# and two tables are paired.
. "$(dirname "$0")/../cli/check.inc"
here=$(dirname "$0")

PYTHON=/nonexistent UNROLL_BIN=$bin "$here/run" --rounds 2 --seconds 0 --shapes 3,2 4,1 --csv "$work/csv" >"$work/out" 2>"$work/err"
check "the comparison runs" [ $? = 0 ]
check "PyTorch is said to be left out" grep -q "^PyTorch is left out" "$work/err"
check "a row for each round and shape" [ "$(grep -cE '^[12],unroll,[a-z0-9]+,lstm,2,[34],200,[12],[0-9.e-]+,[0-9.e-]+$' "$work/csv")" = 4 ]
check "a line for each shape, by the wall clock and by CPU time" [ "$(grep -cE '^(3,2|4,1) ' "$work/out")" = 4 ]
"$here/run" --round 2 >"$work/out" 2>&1
check "an unknown flag is refused" [ $? = 2 ]
"$here/export" --round 2 >"$work/out" 2>&1
check "an unknown flag of the pictures' is refused" [ $? = 2 ]

header=what,cell,input,hidden,length,batch,threads,isa,steps,median_ms,min_ms,cpu_ms,time_steps_per_second,gflops
printf '%s\nstep,lstm,2,16,200,1,1,avx2,9,2,2,2,1,1\n' $header >"$work/before"
printf '%s\nstep,lstm,2,16,200,1,1,avx2,9,1,1,1,1,1\nstep,gru,2,16,200,1,1,avx2,9,1,1,1,1,1\n' $header >"$work/after"
"$here/compare" "$work/before" "$work/after" >"$work/out"
check "faster: exit 0" [ $? = 0 ]
check "twice as fast" grep -qE '^step,lstm,2,16,200,1,1 +avx2 +2\.0000 +1\.0000 +2\.00 +2\.0000 +1\.0000 +2\.00$' "$work/out"
check "what has no partner is named" grep -qE '^step,gru.*only in the second' "$work/out"
"$here/compare" "$work/after" "$work/before" >"$work/out"
check "slower by more than a fifth: exit 1" [ $? = 1 ]

[ $failed = 0 ] && echo "the comparison works"
[ $failed = 0 ]
