#!/bin/sh
# `unroll lesson`: list, show, check, play; what scripted learners find wrong; bad input.
. "$(dirname "$0")/check.inc"

lesson() { # NAME: the front matter and a stop; the rest comes from standard input
    {
        cat <<'TEXT'
---
title: A small one
level: beginner
minutes: 2
language: en
goals: [Say what is left.]
paths: [lab]
experiment: {task: {name: recall, lag: 6}, updates: 0, lanes: [{name: RNN, cell: rnn, hidden: 4}]}
---
About little.

TEXT
        cat
    } >"$work/$1"
}

lesson 03-small.md <<'TEXT'
## How much is left?

```stop
views: [profile]
cover: [profile]
highlight: [profile/percent]
```
```question
kind: choice
choices: [{text: "All", value: 1, feedback: "No."}, {text: "A little", value: 1e-3, right: true, feedback: "Yes."}]
```
```reveal
{quantity: gradient_ratio, says: is left., expect: 1e-3, tolerance: {factor: 1000}}
```
Why.
```teacher
Ask.
```
TEXT
sed 's/title: A small one/title: Ein kleines/; s/language: en/language: de/' "$work/03-small.md" >"$work/de.md"
mkdir -p "$work/shelf/de"
cp "$work/03-small.md" "$work/shelf/"
cp "$work/de.md" "$work/shelf/de/03-small.md"

# list
UNROLL_LESSONS=$work/shelf "$bin" lesson list >"$work/out" 2>"$work/err"
check "list exits 0: $(cat "$work/err")" [ $? = 0 ]
check "a line a lesson" [ "$(wc -l <"$work/out")" = 2 ]
check "number, title, level, minutes, language, paths" grep -qE '^3 +A small one +beginner +2 min +en +lab$' "$work/out"
"$bin" lesson list "$work/shelf" --json >"$work/out"
check "an object a lesson" [ "$(grep -c '^{"path":"[^"]*","number":3,"title":' "$work/out")" = 2 ]
check "the program brings lessons" [ "$("$bin" lesson list | wc -l)" -ge 2 ]

# show
"$bin" lesson show "$work/03-small.md" >"$work/out" 2>"$work/err"
check "show exits 0: $(cat "$work/err")" [ $? = 0 ]
for text in "A small one" "How much is left?" "2\* *A little" "covered *profile" "within a factor of 1000" "teacher *Ask."; do
    check "show tells '$text'" grep -q -- "$text" "$work/out"
done
check "show fits 100 columns" [ "$(awk 'length($0) > 100' "$work/out" | wc -l)" = 0 ]

# check
"$bin" lesson check "$work/03-small.md" >"$work/out" 2>"$work/err"
check "a lesson without errors exits 0" [ $? = 0 ]
sed 's/views: \[profile\]/views: [profil]/' "$work/03-small.md" >"$work/wrong.md"
"$bin" lesson check "$work/03-small.md" "$work/wrong.md" >"$work/out" 2>"$work/err"
check "one with an error exits 1" [ $? = 1 ]
check "with its place: $(cat "$work/out")" grep -qE "wrong\.md:15:[0-9]+: error: .*'profil'.*profile" "$work/out"
check "counted at the end" grep -qE '^2 lessons: 1 errors' "$work/out"
check "nothing on standard error" [ ! -s "$work/err" ]
"$bin" lesson check --json "$work/wrong.md" >"$work/out"
check "as JSON" grep -qE '^\{"file":"[^"]*wrong\.md","line":15,"column":[0-9]+,"kind":"error","message":' "$work/out"

# play
"$bin" lesson play "$work/03-small.md" --seeds 3 >"$work/out" 2>"$work/err"
check "play exits 0: $(cat "$work/out" "$work/err")" [ $? = 0 ]
check "the right learner on each seed" [ "$(grep -c '^  seed [123] right  1 ' "$work/out")" = 3 ]
check "the wrong one on the first" [ "$(grep -c '^  seed 1 wrong  1 .*choice 1 of 2, wrong' "$work/out")" = 1 ]
"$bin" lesson play "$work/03-small.md" --learner wrong --json >"$work/out"
check "as JSON" grep -qE '"learner":"wrong","seed":1,"stop":1,.*"right":false,.*"holds":true}],"faults":\[\]}$' "$work/out"
first=$("$bin" lesson play "$work/03-small.md" | sed 's/[0-9.]* s//')
check "twice the same" [ "$("$bin" lesson play "$work/03-small.md" | sed 's/[0-9.]* s//')" = "$first" ]

miss() { # TEXT SED-SCRIPT: the lesson changed by it misses
    sed "$2" "$work/03-small.md" >"$work/miss.md"
    "$bin" lesson play "$work/miss.md" >"$work/out" 2>"$work/err"
    code=$?
    check "'$2' exits 1: $(cat "$work/out" "$work/err")" [ $code = 1 ]
    check "'$2' says: $1" grep -qE "^    MISS: .*$1" "$work/out"
}
miss "gradient_ratio is .*, expected 1 within a factor of 2" 's/expect: 1e-3, tolerance: {factor: 1000}/expect: 1, tolerance: {factor: 2}/'
miss "choice 2 \(1e-30\) is the right one, but choice 1" 's/value: 1e-3, right/value: 1e-30, right/'
miss "highlight profile/nothing is not on the screen" 's,profile/percent,profile/nothing,'
miss "until: not reached within 3 updates" 's/cover: \[profile\]/run: {updates: 3, until: solved}/'
miss "the answer [0-9.e-]+ counts as right" 's/^choices:.*/choices: []/; s/kind: choice/{kind: number, least: 0, most: 1, tolerance: {absolute: 5}, right: A, low: B, high: C}/; /^choices/d'

refuse() { # CODE MESSAGE ARGUMENTS...
    want=$1 message=$2
    shift 2
    "$bin" lesson "$@" >"$work/out" 2>"$work/err"
    code=$?
    check "lesson $* exits $want, not $code" [ $code = "$want" ]
    check "lesson $* prints nothing" [ ! -s "$work/out" ]
    check "lesson $*: $(cat "$work/err")" grep -qF -- "$message" "$work/err"
}
refuse 2 "unroll: lesson: found '', valid: "
refuse 2 "unroll: lesson: found 'chek', valid: check" chek
refuse 2 "unroll: lesson check: found 0 files, valid: one or more" check
refuse 2 "unroll: lesson show: found 2 files, valid: one" show a b
refuse 2 "unroll: --learner: found 'both?', valid: right, wrong, both" play "$work/03-small.md" --learner "both?"
refuse 2 "unroll: --seeds: found '21', valid: 1..20" play "$work/03-small.md" --seeds 21
refuse 3 "no-such.md" check "$work/no-such.md"
refuse 3 "no-such.md" play "$work/no-such.md"
refuse 3 "wrong.md:15:" show "$work/wrong.md"
refuse 3 "no-such" list "$work/no-such"
[ $failed = 0 ] && echo "lesson does as its help says"
[ $failed = 0 ]
