#!/bin/sh
# A lesson's pages by `unroll render`: decks, handouts, one stop, a batch that leaves what is up to date, the same bytes each time, bad input.
. "$(dirname "$0")/check.inc"
lesson=$UNROLL_SOURCE/docs/lesson-template.md
render() { "$bin" render "$@" >"$work/out" 2>"$work/err"; }
fails() { # CODE TEXT ARGUMENTS...: ends so, with one line that has the text, and writes nothing
    code=$1 text=$2
    shift 2
    render "$@"
    [ $? -eq "$code" ] && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -qF -- "$text" "$work/err" && return
    cat "$work/err"
    return 1
}

check "a deck" render "$lesson" -o "$work/deck.pdf"
check "the same bytes the second time" render "$lesson" -o "$work/again.pdf"
check "really the same" cmp "$work/deck.pdf" "$work/again.pdf"
check "in 4:3 with notes" render "$lesson" --aspect 4:3 --notes -o "$work/notes.pdf"
check "a handout by its name" render "$lesson" -o "$work/handout.pdf"
check "one with answers" render "$lesson" --as answers -o "$work/answers.pdf"
check "the answers are another sheet" sh -c "! cmp -s '$work/handout.pdf' '$work/answers.pdf'"
check "the class's sheet brings no answers with it" sh -c "! grep -aq lesson.md '$work/handout.pdf' && grep -aq lesson.md '$work/answers.pdf'"
check "numbered pictures" render "$lesson" --phase ask -o "$work/page-%02d.svg"
check "there they are" test -s "$work/page-01.svg" -a -s "$work/page-02.svg"
check "a name with a quote, a blank and a dash" render "$lesson" --stop 1 --phase told -o "$work/-it's one.png"
check "that one" test -s "$work/-it's one.png"

render "$lesson" --stop 2 --phase told -o "$work/second.svg"
check "a stop's picture opens its own run" render "$work/second.svg" -o "$work/told.csv" --view profile
check "which is the one of lag 40" [ "$(tail -1 "$work/told.csv" | cut -d, -f3,4)" = 40,0 ]
check "without the run" render "$lesson" --stop 1 --phase told --no-embed -o "$work/bare.png"
check "no run there" fails 3 "holds no experiment" "$work/bare.png" -o "$work/x.png"
check "one stop as a document" render "$lesson" --stop 1 --phase told -o "$work/stop.pdf"
check "it opens its run" render "$work/stop.pdf" -o "$work/again.png"
if command -v pdfdetach >/dev/null; then
    pdfdetach -save 1 -o "$work/inside.md" "$work/deck.pdf"
    check "a deck holds its lesson" cmp "$work/inside.md" "$lesson"
    check "without it" render "$lesson" --no-embed -o "$work/bare.pdf"
    check "nothing inside" sh -c "[ \"\$(pdfdetach -list '$work/bare.pdf')\" = '0 embedded files' ]"
fi
if command -v pdftotext >/dev/null; then
    check "the words can be searched" sh -c "pdftotext '$work/deck.pdf' - | grep -q 'Made with Unroll'"
    check "fonts are inside" sh -c "pdffonts '$work/deck.pdf' | tail -n +3 | awk '{ if (\$(NF-4) != \"yes\") exit 1 }'"
fi

check "an existing file" fails 2 "exists" "$lesson" -o "$work/deck.pdf"
check "pictures without a number" fails 2 "number" "$lesson" --as deck -o "$work/page.png"
check "a stop that is not there" fails 2 "valid: 1.." "$lesson" --stop 24 -o "$work/x.pdf"
check "a lesson without stops" fails 2 "no stops" "$UNROLL_SOURCE/lessons/00-first-look.md" --as deck -o "$work/x.pdf"
check "no folder" fails 2 "--out" --all "$lesson"
check "a folder that cannot be" fails 3 "" "$lesson" -o "$work/none/deck.pdf"
check "nothing half made" sh -c "! ls '$work' | grep -q '^x'"

"$bin" render --all "$lesson" --out "$work/all" --jobs 2 --pages svg >"$work/first" || failed=$((failed + 1))
check "made" grep -q "1 made, 0 up to date, 0 failed" "$work/first"
check "all of it" test -s "$work/all/lesson-template/deck.pdf" -a -s "$work/all/lesson-template/handout.pdf" -a -s "$work/all/lesson-template/page-01.svg"
check "the batch's deck is the same" cmp "$work/deck.pdf" "$work/all/lesson-template/deck.pdf"
"$bin" render --all "$lesson" --out "$work/all" --jobs 2 --pages svg >"$work/second" || failed=$((failed + 1))
check "left" grep -q "0 made, 1 up to date, 0 failed" "$work/second"
rm "$work/all/lesson-template/handout.pdf"
"$bin" render --all "$lesson" --out "$work/all" --pages svg >"$work/third" || failed=$((failed + 1))
check "made again where a file is gone" grep -q "1 made" "$work/third"

[ "$failed" -eq 0 ]
