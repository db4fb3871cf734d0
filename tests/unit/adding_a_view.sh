#!/bin/sh
# The worked example of docs/ADDING-A-VIEW.md is the file in the tree, and the page stays under 80 lines.
set -u
source=${UNROLL_SOURCE:?path of the source}
page=$source/docs/ADDING-A-VIEW.md
lines=$(wc -l <"$page")
[ "$lines" -lt 80 ] || { echo "FAILED: $lines lines, not under 80"; exit 1; }
sed -n '/^```c$/,/^```$/p' "$page" | sed '1d;$d' | diff - "$source/src/view/factors.c" || { echo "FAILED: the page shows another file"; exit 1; }
grep -q 'X(FACTORS, factors)' "$source/src/view/view.h" || { echo "FAILED: no such row"; exit 1; }
echo "$lines lines, and the example is src/view/factors.c"
