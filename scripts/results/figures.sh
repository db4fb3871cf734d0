# shellcheck shell=bash disable=SC2154
# The figures outside the tables B1 to B4: what the whole must reach, and the column "measures" of the course. Sourced by scripts/reproduce.

lib=$(cat scripts/results/lib.awk)$'\n' # in front of a program of a line

# values NAME LANE KEY: a number of one lane (by position) for each seed, from the results of `unroll train --json` in results/NAME.
values() {
  awk -v lane="$2" -v key="$3" "$lib"'/"type":"result"/ { print json(substr($0, index($0, "\"lanes\":")), key, lane) }' "$results/$1"
}

spread() { # FORMAT: least..most of standard input
  awk -v format="$1" '$1 == "null" || $1 == "" { none++; next } !n++ || $1 + 0 < least + 0 { least = $1 } n == 1 || $1 + 0 > most + 0 { most = $1 }
    END { if (n) printf format (least + 0 < most + 0 ? ".." format : ""), least, most; if (none) printf "%s%d of %d none", n ? "; " : "", none, n + none }'
}

share() { # CONDITION: "3/5" of standard input for which the awk condition on x holds
  awk "{ x = \$1; n++; if (x != \"null\" && x != \"\" && (x + 0 == x) && ($1)) k++ } END { printf \"%d/%d\", k, n }"
}

# holds EXPRESSION: an awk expression is true.
holds() { awk "BEGIN { exit !($1) }"; }

# row PART KEY COMMAND EXPECTED MEASURED [EXPRESSION]: a line of a table of figures. EXPRESSION (awk) says whether it agrees; without one it is only
# reported; "-" as MEASURED: there is none, and EXPRESSION is the reason.
row() {
  local part=$1 key=$2 command=$3 expected=$4 measured=$5 word=reported
  if [ "$measured" = - ]; then
    word='not measured'
    measured="not measured: ${6:-}"
  elif [ -n "${6:-}" ]; then
    word=differs
    ! holds "$6" || word=agrees
  fi
  printf '%s\t%s\t%s\t%s\t%s\n' "$part" "$key" "$expected" "$measured" "$word" >>"$results/verdicts"
  [ "$word" = differs ] && word='**differs**'
  printf '| %s | `%s` | %s | %s | %s |\n' "$key" "$command" "$expected" "$measured" "$word"
}

has_cell() { "$unroll" train --help | sed -n '/^CELLS/,/^$/p' | grep "^  $1 " >/dev/null; }
has_command() { "$unroll" --help | grep "^  $1 " >/dev/null; }
command_of() { cat "$results/$1.command"; }
seconds_of() { cat "$results/$1.seconds" 2>/dev/null || echo 0; }

# notes PART: the figures of a part that differ, each with its note.
notes_of() {
  awk -F'\t' -v part="$1" -v notes=scripts/results/notes.tsv -v verdicts=/dev/null "$lib"'
    $1 == part && $5 == "differs" { odd[++odds] = $2 ": asked " $3 ", measured " $4; odd_key[odds] = $2 } END { print_odd() }' "$results/verdicts"
}

head_row() { printf '\n| %s | command | %s | measured | |\n| --- | --- | --- | --- | --- |\n' "$1" "$2"; }

# hash_of FILE: the state_hash of the last result in results/FILE.
hash_of() { grep -o '"state_hash":"[^"]*"' "$results/$1" | tail -n 1; }

part_reach() {
  local cell name k whole same=0 tried=0 seeds=3 eval=10000
  [ -z "$quick" ] || { seeds=1; eval=2000; }
  printf '## What it must reach\n'
  head_row figure asked

  for cell in lstm gru; do
    name=reach-$cell.json
    run "$name" train --cell $cell --gate-bias chrono --lag 1000 --until-solved --json
    row reach "$cell, recall at lag 1000, processor seconds" "$(command_of "$name")" 'solved in < 60' \
      "@$(values "$name" 1 solved_at) in $(seconds_of "$name") s" "\"$(values "$name" 1 solved_at)\" != \"null\" && $(seconds_of "$name") < 60"
    [ -z "$quick" ] || break
  done

  run reach-bank.json train experiments/d11-bank.yaml --seeds $seeds --eval-sequences $eval --json
  accuracy() { values reach-bank.json "$1" eval_accuracy; }
  row reach "bank, feed-forward, $eval fresh sequences" "$(command_of reach-bank.json)" '.48...52' "$(accuracy 1 | spread %.4f)" \
    "$(accuracy 1 | share 'x >= .48 && x <= .52') == $seeds / $seeds"
  for k in 2 3; do
    row reach "bank, forward only, $([ $k = 2 ] && echo rnn || echo gru)" "$(command_of reach-bank.json)" 'at most .765' "$(accuracy $k | spread %.4f)" \
      "$(accuracy $k | share 'x <= .765') == $seeds / $seeds"
  done
  row reach 'bank, both ways' "$(command_of reach-bank.json)" 'at least .99' "$(accuracy 4 | spread %.4f)" "$(accuracy 4 | share 'x >= .99') == $seeds / $seeds"

  for name in co2 sunspots; do
    [ -z "$quick" ] || [ $name = sunspots ] || continue
    run reach-$name.json train experiments/$name.yaml --seeds $seeds --json
    for k in 1 2 3; do
      row reach "$name, $(values reach-$name.json $k name | head -n 1), error against persistence's" "$(command_of reach-$name.json)" 'less' \
        "$(values reach-$name.json $k eval_error | spread %.3f) against $(values reach-$name.json $k baseline_error | spread %.3f) $(values reach-$name.json $k unit | head -n 1)" \
        "$(values reach-$name.json $k eval_error | sort -g | tail -n 1) < $(values reach-$name.json $k baseline_error | head -n 1)"
    done
  done

  # The same hash from a checkpoint at any update as in one go.
  run reach-whole.json train --cell lstm --lag 20 --updates 2000 --json
  whole=$(hash_of reach-whole.json)
  for k in 1 137 1000 1999; do
    [ -z "$quick" ] || [ $k = 137 ] || continue
    run reach-save-$k.json train --cell lstm --lag 20 --updates $k --save "$results/reach-$k.unroll" --json
    run reach-resume-$k.json train --resume "$results/reach-$k.unroll" --updates 2000 --json
    tried=$((tried + 1))
    [ "$(hash_of reach-resume-$k.json)" != "$whole" ] || same=$((same + 1))
  done
  row reach 'a run of 2000 updates, stopped and resumed, ends in the same state_hash' 'unroll train --resume FILE --updates 2000' "$tried of $tried" "$same of $tried" "$same == $tried"

  run reach-verify.txt verify tests/reference/*.json
  row reach 'tensors that miss the reference vectors' 'unroll verify tests/reference/*.json' 0 "$(grep -c MISS "$results/reach-verify.txt" || true) of $(wc -l <"$results/reach-verify.txt")" \
    "$(grep -c MISS "$results/reach-verify.txt" || true) == 0"
  reach_cost
  notes_of reach
}

# bench_ms CELL HIDDEN LENGTH: the least time of a full training step, of five tries, because other work on the machine only adds.
bench_ms() {
  local try name
  for try in 1 2 3 4 5; do
    name=reach-bench-$1-$2-$3-$try.json
    run "$name" bench --cell "$1" --hidden "$2" --length "$3" --batch 1 --seconds 0.5 --json
    awk "$lib"'{ print json($0, "min_ms", 1) }' "$results/$name"
  done | sort -g | head -n 1
}

# Time a doubling of the length, from 1024 to 4096 steps.
reach_cost() {
  local cell hidden asked a b c
  [ -z "$quick" ] || return 0
  for hidden in 16 32; do
    for cell in attention rnn lstm gru; do
      asked='at most 2.3'
      [ $cell != attention ] || asked='at least 3.5'
      if ! has_cell $cell; then
        row reach "$cell, H = $hidden, time per doubling of the length" "unroll bench --cell $cell" "$asked" - 'this program has no such cell'
        continue
      fi
      a=$(bench_ms $cell $hidden 1024) b=$(bench_ms $cell $hidden 2048) c=$(bench_ms $cell $hidden 4096)
      row reach "$cell, H = $hidden, time per doubling of the length, from 1024 to 4096" \
        "unroll bench --cell $cell --hidden $hidden --length T --batch 1 --json" "$asked" "$(awk "BEGIN { printf \"x%.2f, x%.2f\", $b / $a, $c / $b }")" \
        "$([ $cell = attention ] && echo "$b / $a >= 3.5 && $c / $b >= 3.5" || echo "$b / $a <= 2.3 && $c / $b <= 2.3")"
    done
  done
}

# lesson NUMBER WHAT: how a row of the course is called.
lesson() { printf '%s. %s' "$1" "$2"; }

profile_at() { # NAME LANE DISTANCE COLUMN: geometric mean over seeds
  awk -F, -v lane="$2" -v at="$3" -v column="$4" '$1 == lane && $3 == at { s += log($column); n++ } END { if (n) printf "%.3g", exp(s / n); else printf "-" }' "$results/$1"
}

# counts NAME LANE LAG: "k/n" of a sweep's file; medians NAME LANE LAG: the median update.
counts() { awk -F, -v lane="$2" -v lag="$3" '$1 == lane && $2 == lag && $3 <= 10 { n++; k += $4 != "" } END { printf "%d/%d", k, n }' "$results/$1"; }
median_of() { awk -F, -v lane="$2" -v lag="$3" '$1 == lane && $2 == lag && $3 <= 10 && $4 != "" { print $4 }' "$results/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

part_syllabus() {
  printf '## The course\n\nThe column "measures" of the fourteen lessons.\n'
  head_row lesson published
  { lessons_1_to_5; lessons_from_tables; lessons_8_to_14; } | sort -s -n -k2,2
  notes_of syllabus
}

lessons_1_to_5() {
  local seeds=5 b
  [ -z "$quick" ] || seeds=1

  run d01.json train experiments/d01-price.yaml --seeds $seeds --eval-sequences 2000 --json
  b=$(command_of d01.json)
  row syllabus "$(lesson 1 'price, feed-forward')" "$b" '.75' "$(values d01.json 1 eval_accuracy | spread %.3f)" "$(values d01.json 1 eval_accuracy | share 'x > .73 && x < .77') == $seeds / $seeds"
  row syllabus "$(lesson 1 'price, rnn')" "$b" '> .97' "$(values d01.json 2 eval_accuracy | spread %.3f)" "$(values d01.json 2 eval_accuracy | share 'x > .97') == $seeds / $seeds"

  run d02-short.json train --cell rnn,lstm,gru --lag 9 --updates 0 --json
  run d02-long.json train --cell rnn,lstm,gru --lag 999 --updates 0 --json
  local short long
  short=$(for b in 1 2 3; do values d02-short.json $b parameters; done | paste -sd' ')
  long=$(for b in 1 2 3; do values d02-long.json $b parameters; done | paste -sd' ')
  row syllabus "$(lesson 2 'parameters of rnn, lstm, gru at 10 and at 1000 steps')" 'unroll train --cell rnn,lstm,gru --lag 9 --updates 0 --json' 'the same' "$short and $long" "\"$short\" == \"$long\""
  run d02-parts.csv measure parts --cell rnn,lstm,gru --lag 20
  local largest
  largest=$(awk -F, 'NR > 1 && $8 > most { most = $8 } END { printf "%.1e", most }' "$results/d02-parts.csv")
  row syllabus "$(lesson 2 'sum of the parts of every step against the gradient')" "$(command_of d02-parts.csv)" 'equal to 1e-12' "$largest apart" "$largest < 1e-12"

  [ -n "$quick" ] || {
    run d03.json train experiments/d03-sentiment.yaml --seeds $seeds --eval-sequences 2000 --json
    b=$(command_of d03.json)
    row syllabus "$(lesson 3 'sentiment, bag of words')" "$b" '.49' - 'no cell counts words; the next line sees the last word alone'
    row syllabus "$(lesson 3 'sentiment, feed-forward: the last word alone')" "$b" 'nothing' "$(values d03.json 1 eval_accuracy | spread %.3f)"
    row syllabus "$(lesson 3 'sentiment, rnn')" "$b" '> .99' "$(values d03.json 2 eval_accuracy | spread %.3f)" "$(values d03.json 2 eval_accuracy | share 'x > .99') == $seeds / $seeds"
    row syllabus "$(lesson 3 'sentiment, gru')" "$b" '> .99' "$(values d03.json 3 eval_accuracy | spread %.3f)" "$(values d03.json 3 eval_accuracy | share 'x > .99') == $seeds / $seeds"
  }

  run d04-linear.json spectrum --radius 0.9,1.1 --activation linear --json
  run d04-tanh.json spectrum --radius 1.1 --json
  growth() { awk -v n="$2" "$lib"'FNR == n { printf "%.3f", json($0, "lyapunov_log10", 1) }' "$results/$1"; }
  row syllabus "$(lesson 4 'log10 of the growth per step, linear, radius .9')" "$(command_of d04-linear.json)" '-.046' "$(growth d04-linear.json 1)" "$(growth d04-linear.json 1) > -.049 && $(growth d04-linear.json 1) < -.043"
  row syllabus "$(lesson 4 'the same, radius 1.1')" "$(command_of d04-linear.json)" '+.041' "$(growth d04-linear.json 2)" "$(growth d04-linear.json 2) > .038 && $(growth d04-linear.json 2) < .044"
  row syllabus "$(lesson 4 'tanh, radius 1.1')" "$(command_of d04-tanh.json)" '-.03 (deviation .03)' "$(growth d04-tanh.json 1)" "$(growth d04-tanh.json 1) < 0 && $(growth d04-tanh.json 1) > -.073"

  run d05.csv profile --cell rnn --lag 20 --seeds 40
  local far factor
  far=$(profile_at d05.csv rnn 20 6)
  factor=$(awk -F, '$3 == 0 { a += log($4) } $3 == 20 { b += log($4); n++ } END { printf "%.2f", exp((b - a) / n / 20) }' "$results/d05.csv")
  row syllabus "$(lesson 5 'rnn, ratio at distance 20')" "$(command_of d05.csv)" '1.3e-6 (5 seeds)' "$far over 40 seeds" "log($far / 1.3e-6) / log(10) < 1.2 && log($far / 1.3e-6) / log(10) > -1.2"
  row syllabus "$(lesson 5 'factor per step')" "$(command_of d05.csv)" 'x.51 (5 seeds); x.56 over 40' "x$factor" "$factor > .50 && $factor < .60"
}

# Lessons 6, 7, 9 and 10 read what the tables have; without those parts they say so.
lessons_from_tables() {
  local lag lane want line=
  if [ -e "$results/b2-sgd.csv" ]; then
    for lag in 5 10 15 20 30 50; do line+="${line:+, }$(counts b2-sgd.csv 'xavier sgd' $lag)"; done
    row syllabus "$(lesson 6 'rnn, xavier, sgd: solved at lag 5, 10, 15, 20, 30, 50')" 'scripts/reproduce b2' '5, 5, 5, 4, 1, 0 of 5' "$line" \
      "$(counts b2-sgd.csv 'xavier sgd' 15) >= .8 && $(counts b2-sgd.csv 'xavier sgd' 10) >= .8 && $(counts b2-sgd.csv 'xavier sgd' 50) <= .2"
  else
    row syllabus "$(lesson 6 'rnn, xavier, sgd: longest lag')" 'scripts/reproduce b2' '5, 5, 5, 4, 1, 0 of 5' - 'part b2 has not been run'
  fi
  if [ -e "$results/b4-recall.json" ]; then
    row syllabus "$(lesson 7 'gain 1.5, without clipping and with')" "$(command_of b4-recall.json)" '0/5 and 5/5' \
      "$(values b4-recall.json 1 solved_at | share 'x > 0') and $(values b4-recall.json 2 solved_at | share 'x > 0'); largest norm $(values b4-recall.json 1 max_gradient_norm | spread %.3g)" \
      "$(values b4-recall.json 1 solved_at | share 'x > 0') <= .2 && $(values b4-recall.json 2 solved_at | share 'x > 0') >= .8"
  fi
  if [ -e "$results/b1-lstm.csv" ]; then
    for lane in 'lstm bias 0:1.5e-11' 'lstm bias 1:7e-5' 'lstm chrono:.37'; do
      want=${lane#*:} lane=${lane%:*}
      row syllabus "$(lesson 9 "$lane, dL/dc at distance 49")" "$(command_of b1-lstm.csv)" "$want" "$(profile_at b1-lstm.csv "$lane" 49 7)" \
        "log($(profile_at b1-lstm.csv "$lane" 49 7) / $want) / log(10) < 1 && log($(profile_at b1-lstm.csv "$lane" 49 7) / $want) / log(10) > -1"
    done
  fi
  if [ -e "$results/b2-gated.csv" ] && [ -e "$results/b2-chrono.csv" ]; then
    row syllabus "$(lesson 9 'lstm bias 0, bias 1, chrono: solved at lag 50')" 'scripts/reproduce b2' '0/5, 0/5, 5/5' \
      "$(counts b2-gated.csv 'lstm bias 0' 50), $(counts b2-gated.csv 'lstm bias 1' 50), $(counts b2-chrono.csv 'lstm chrono' 50)" \
      "$(counts b2-gated.csv 'lstm bias 0' 50) <= .2 && $(counts b2-gated.csv 'lstm bias 1' 50) <= .2 && $(counts b2-chrono.csv 'lstm chrono' 50) >= .8"
    row syllabus "$(lesson 10 'recall at lag 100: median update of gru and lstm')" 'scripts/reproduce b2' '250 and 268 (T_max = lag)' \
      "$(median_of b2-chrono.csv 'gru chrono' 100) and $(median_of b2-chrono.csv 'lstm chrono' 100) (T_max 1000)"
  fi
  local lstm gru
  lstm=$(values d02-short.json 2 parameters) gru=$(values d02-short.json 3 parameters)
  # The readout has 4 x 16 + 4 numbers in both.
  row syllabus "$(lesson 10 'weights of a gru to those of an lstm')" 'unroll train --cell rnn,lstm,gru --lag 9 --updates 0 --json' '3/4' "$((gru - 68))/$((lstm - 68)) = $(awk "BEGIN { print ($gru - 68) / ($lstm - 68) }")" "($gru - 68) / ($lstm - 68) == .75"
  if [ -z "$quick" ]; then
    local a c
    run d10-lstm.json bench --cell lstm --hidden 16 --input 8 --length 100 --batch 32 --seconds 2 --json
    run d10-gru.json bench --cell gru --hidden 16 --input 8 --length 100 --batch 32 --seconds 2 --json
    a=$(awk "$lib"'{ print json($0, "cpu_ms", 1) }' "$results/d10-lstm.json")
    c=$(awk "$lib"'{ print json($0, "cpu_ms", 1) }' "$results/d10-gru.json")
    row syllabus "$(lesson 10 'time of a gru to that of an lstm, T = 100')" "$(command_of d10-gru.json)" '.58 (another program)' "$(awk "BEGIN { printf \"%.2f\", $c / $a }")"
  fi
}

# measured NAME COLUMN [CONDITION]: the column of `unroll measure` in results/NAME, of the rows for which the awk condition holds.
measured() {
  awk -F, -v column="$2" "NR == 1 { for (i = 1; i <= NF; i++) at[\$i] = i; next } ${3:-1} { print \$at[column] }" "$results/$1"
}

lessons_8_to_14() {
  local a b lane
  run d08.csv profile experiments/d08-hold.yaml
  a=$(profile_at d08.csv 'f = 0.9931' 100 7)
  row syllabus "$(lesson 8 'f held at .9931: what is left of dL/dc after 100 steps')" "$(command_of d08.csv)" '.5 = .9931^100' "$a" "$a > .495 && $a < .505"

  if has_cell attention && has_command measure; then
    run d12-cost.csv measure cost --cell attention,gru --task marked --length 64 --lengths 64,128,256,512,1024,2048
    for lane in attention gru; do
      a=$(measured d12-cost.csv forward_macs "\$at[\"lane\"] == \"$lane\" && \$at[\"T\"] == 1024")
      b=$(measured d12-cost.csv forward_macs "\$at[\"lane\"] == \"$lane\" && \$at[\"T\"] == 2048")
      row syllabus "$(lesson 12 "$lane, multiplications from 1024 to 2048 steps")" "$(command_of d12-cost.csv)" "$([ $lane = attention ] && echo x4 || echo x2)" \
        "$a and $b, x$(awk "BEGIN { printf \"%.2f\", $b / $a }")" "$([ $lane = attention ] && echo "$b / $a > 3.5" || echo "$b / $a > 1.95 && $b / $a < 2.05")"
    done
    run d12-marked.json train experiments/d12-attention.yaml --seeds 5 --eval-sequences 2000 --json
    row syllabus "$(lesson 12 'attention, marked recall')" "$(command_of d12-marked.json)" '>= .98 at 76..88' \
      "$(values d12-marked.json 1 eval_accuracy | spread %.3f), solved at $(values d12-marked.json 1 solved_at | spread %d)" "$(values d12-marked.json 1 eval_accuracy | share 'x >= .98') == 5 / 5"
  else
    row syllabus "$(lesson 12 'attention against a recurrent cell, multiplications per doubling')" 'unroll measure cost' 'x4 and x2' - 'this program has no attention cell'
  fi

  if has_cell selective && [ -z "$quick" ]; then
    run d13.json train experiments/d13-marked.yaml --seeds 5 --eval-sequences 2000 --json
    b=$(command_of d13.json)
    row syllabus "$(lesson 13 'time-invariant ssm, marked recall')" "$b" '.29...39' "$(values d13.json 1 eval_accuracy | spread %.3f)" "$(values d13.json 1 eval_accuracy | share 'x >= .25 && x <= .45') == 5 / 5"
    row syllabus "$(lesson 13 'selective ssm, marked recall')" "$b" '>= .98 at 128..150' "$(values d13.json 2 eval_accuracy | spread %.3f), solved at $(values d13.json 2 solved_at | spread %d)" "$(values d13.json 2 eval_accuracy | share 'x >= .98') == 5 / 5"
    run d13-recall.json train experiments/d13-recall.yaml --seeds 5 --until-solved --json
    b=$(command_of d13-recall.json)
    row syllabus "$(lesson 13 'time-invariant ssm, recall at lag 100')" "$b" 'solved at 230..290' "$(values d13-recall.json 1 solved_at | spread %d)" "$(values d13-recall.json 1 solved_at | share 'x > 0') == 5 / 5"
    row syllabus "$(lesson 13 'selective ssm, recall at lag 100')" "$b" 'solved at 125..141' "$(values d13-recall.json 2 solved_at | spread %d)" "$(values d13-recall.json 2 solved_at | share 'x > 0') == 5 / 5"
  fi

  # The radius at which the exponent goes through 0, on a line between the two radii beside it.
  run b3-1.json spectrum --radius $radii --input-sd 1 --json
  a=$(awk "$lib"'{ r = json($0, "radius", 1); v = json($0, "lyapunov_log10", 1); if (FNR > 1 && before < 0 && v >= 0) printf "%.2f", last + (r - last) * before / (before - v); last = r; before = v }' "$results/b3-1.json")
  row syllabus "$(lesson 14 'radius with Lyapunov exponent 0, input deviation 1')" "$(command_of b3-1.json)" 'between 2 and 3' "$a" "$a > 2 && $a < 3"
  if [ -e "$results/b1.csv" ]; then
    a=$(slope_of b1.csv 'rnn orthogonal')
    row syllabus "$(lesson 14 'orthogonal, log10 per step under input')" "$(command_of b1.csv)" '-.038; -.076 with this W_ih' "$a" "$a > -.086 && $a < -.066"
  fi
}

slope_of() { # NAME LANE: decades a step between distances 10 and 60, mean over seeds
  awk -F, -v lane="$2" '$1 == lane && $3 == 10 { a += log($6) } $1 == lane && $3 == 60 { b += log($6); n++ } END { printf "%.3f", (b - a) / n / 50 / log(10) }' "$results/$1"
}

# The last column of table B1: the mean of the gate that keeps.
b1_gates() {
  local lane want found file
  has_command measure || return 0
  printf '\nThe mean of the gate that keeps (f, z), of `unroll measure summary`:\n'
  head_row net published
  for file in lstm gru; do
    run b1-gates-$file.csv measure summary experiments/b1-$file.yaml --seeds 10 --over-seeds
  done
  for lane in 'lstm bias 0:.50' 'lstm bias 1:.73' 'lstm bias 3:.95' 'lstm chrono:.97' 'gru default:.50' 'gru chrono:.96'; do
    want=${lane#*:} lane=${lane%:*}
    file=b1-gates-${lane%% *}.csv
    found=$(measured "$file" mean_keep "\$at[\"lane\"] == \"$lane\"")
    row b1 "$lane, mean gate" "$(command_of "$file")" "$want" "$(printf %.3f "$found")" "$found - $want < .0151 && $want - $found < .0151"
  done
}
