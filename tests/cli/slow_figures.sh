#!/bin/sh
# The figures that issue 2 asks for, measured: which network learns which lag, and how the gradient falls at initialisation.
# Seeds are 1..10 and 1..40. Prints every measured figure beside the one asked for.
set -eu
bin=${UNROLL_BIN:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

say() { # TEXT CONDITION(0/1)
    if [ "$2" = 1 ]; then passed=$((passed + 1)); echo "ok    $1"; else failed=$((failed + 1)); echo "MISS  $1"; fi
}

# solved FILE LANE -> how many result lines have the lane (by position) solved
solved() {
    grep '"type": *"result"' "$1" | awk -v lane="$2" '{
        n = split($0, part, /"solved_at": */); value = part[lane + 1]; sub(/[,}].*/, "", value); if (value != "null") count++ }
        END { print count + 0 }'
}

common="--task recall --hidden 16 --batch 32 --clip 1 --updates 2000 --seeds 10 --until-solved --json"
for lag in 15 50; do
    # exit code 1 says that not every seed was solved, which is expected at lag 50
    "$bin" train $common --cell rnn --init xavier --optimizer sgd --lr 0.1 --lag $lag >"$work/rnn$lag" || [ $? = 1 ]
    [ "$(grep -c '"type": *"result"' "$work/rnn$lag")" = 10 ]
done
"$bin" train $common --cell lstm --gate-bias chrono --tmax 1000 --optimizer adam --lr 3e-3 --lag 100 >"$work/lstm" || [ $? = 1 ]
"$bin" train $common --cell gru --gate-bias chrono --tmax 1000 --optimizer adam --lr 3e-3 --lag 100 >"$work/gru" || [ $? = 1 ]

n=$(solved "$work/rnn15" 1); say "RNN lag 15: $n of 10 solved, asked: at least 7" $((n >= 7))
n=$(solved "$work/rnn50" 1); say "RNN lag 50: $n of 10 solved, asked: at most 2" $((n <= 2))
n=$(solved "$work/lstm" 1); say "LSTM chrono lag 100: $n of 10 solved, asked: at least 9" $((n >= 9))
n=$(solved "$work/gru" 1); say "GRU chrono lag 100: $n of 10 solved, asked: at least 9" $((n >= 9))

"$bin" profile --cell rnn --lag 99 --hidden 16 --seeds 40 --at init >"$work/profile"
# geometric mean and standard deviation (in decades) of ratio_dh at distance 99; slope per step between distances 10 and 60
awk -F, '$3 == 99 { l = log($6) / log(10); s += l; q += l * l; n++; if (!($6 > 0)) zero++ }
         $3 == 10 { a += log($6) / log(10) } $3 == 60 { b += log($6) / log(10) }
         END { m = s / n; printf "%d %.3f %.3f %.4f %d\n", n, m, sqrt((q - n * m * m) / (n - 1)), 10 ^ ((b - a) / n / 50), zero + 0 }' \
    "$work/profile" >"$work/summary"
read -r n mean deviation factor zero <"$work/summary"
say "RNN at init, lag 99, $n seeds: geometric mean of the ratio at distance 99 is 10^$mean (asked: about 1e-25), none is 0" \
    "$(echo "$mean $zero $n" | awk '{ print ($1 < -23 && $1 > -27 && $2 == 0 && $3 == 40) ? 1 : 0 }')"
# 3.8 was measured over 40 seeds, and so is this: each estimate has a standard error of its own value / sqrt(78), about 0.43 and
# 0.5, so three joint standard errors are 2.0. (Over 800 seeds this program measures 4.35.)
say "its standard deviation over seeds is $deviation decades (asked: about 3.8)" \
    "$(echo "$deviation" | awk '{ print ($1 > 1.8 && $1 < 5.8) ? 1 : 0 }')"
say "it falls by x$factor per step (asked: about x0.56)" "$(echo "$factor" | awk '{ print ($1 > 0.53 && $1 < 0.59) ? 1 : 0 }')"

"$bin" profile --cell rnn --lag 199 --hidden 16 --seeds 40 --at init >"$work/long"
n=$(awk -F, '$3 == 199 && $4 > 0' "$work/long" | wc -l)
say "RNN at init, lag 199: above zero at distance 199 in $n of 40 seeds" $((n == 40))

"$bin" profile --cell lstm,gru --gate-bias chrono --tmax 1000 --lag 99 --hidden 16 --seeds 40 --at init >"$work/gated"
awk -F, 'NR > 1 && $3 == 99 { lane = tolower($1); r = (lane ~ /lstm/) ? $7 : $6; s[lane] += log(r) / log(10); n[lane]++ }
         END { for (lane in s) printf "%s %.4f %d\n", lane, 10 ^ (s[lane] / n[lane]), n[lane] }' "$work/gated" >"$work/gated.mean"
while read -r lane mean n; do
    say "$lane chrono at init: geometric mean of the ratio at distance 99 is $mean over $n seeds (asked: above 0.1)" \
        "$(echo "$mean" | awk '{ print ($1 > 0.1) ? 1 : 0 }')"
done <"$work/gated.mean"
[ "$(wc -l <"$work/gated.mean")" = 2 ]

# What lessons/00-first-look.md says, lag 30 unless named, seeds 1..10 and 1..40.
"$bin" train $common --cell rnn --lag 30 >"$work/plain30" || [ $? = 1 ]
"$bin" train $common --cell rnn --lag 5 >"$work/plain5" || [ $? = 1 ]
n=$(solved "$work/plain30" 1); say "lesson 1: this RNN solved lag 30 in $n of 10 (it says: three)" $((n == 3))
n=$(solved "$work/plain5" 1); say "lesson 1: and lag 5 in $n of 10 (it says: every seed tried)" $((n == 10))
left() { # FLAGS -> per lane the geometric mean over 40 seeds of the ratio that arrives at step 0 of lag 30
    "$bin" profile --lag 30 --seeds 40 "$@" | awk -F, '
        $3 == 30 { r = ($7 != "") ? $7 : $6; s[$1] += log(r); n[$1]++ } END { for (lane in s) print exp(s[lane] / n[lane]) }'
}
say "lesson 1: a hundred-millionth arrives in the RNN: $(left --cell rnn)" \
    "$(left --cell rnn | awk '{ print ($1 > 0.5e-8 && $1 < 2e-8) ? 1 : 0 }')"
left --cell lstm,gru --gate-bias chrono >"$work/open"
say "lesson 1: nine tenths in LSTM and GRU: $(tr '\n' ' ' <"$work/open")" \
    "$(awk '$1 > 0.85 && $1 < 0.95 { n++ } END { print (n == 2) ? 1 : 0 }' "$work/open")"
left --cell lstm,gru >"$work/shut"
say "lesson 1: less than a millionth without chrono: $(tr '\n' ' ' <"$work/shut")" \
    "$(awk '$1 > 0 && $1 < 1e-6 { n++ } END { print (n == 2) ? 1 : 0 }' "$work/shut")"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
