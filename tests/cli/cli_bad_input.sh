#!/bin/sh
# What the world can hand us: files of every wrong kind, cut off or damaged, and places that cannot be written. One line of error
# with its place, exit code 3, standard output empty, nothing half written.
set -u
LC_ALL=C
SDL_VIDEODRIVER=dummy
export LC_ALL SDL_VIDEODRIVER
bin=${UNROLL_BIN:?}
source=${UNROLL_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

miss() {
    echo "MISS: $*"
    failed=$((failed + 1))
}

# expect MESSAGE ARGUMENTS...: exit code 3 and one line that begins so
expect() {
    message="unroll: $1"
    shift
    timeout 60 "$bin" "$@" >out 2>err
    found=$?
    if [ $found != 3 ] || [ -s out ] || [ "$(wc -l <err)" != 1 ] || ! grep -qF -- "$message" err; then
        miss "unroll $*: exit code $found, expected '$message', found: $(head -c 500 err) $(head -c 200 out)"
    fi
}

# Experiments. Every one names its place; words after it may change.
yaml() { # PLACE-AND-WORDS TEXT (printf's)
    # shellcheck disable=SC2059
    printf -- "$2" >x.yaml
    expect "x.yaml:$1" train x.yaml
}
yaml "1:1: unknown key 'sed', valid: seed, " 'sed: 1\n'
yaml "3:11: unknown key 'hiden', valid: hidden, " 'seed: 1\nlanes:\n  - {     hiden: 3}\n'
yaml "1:8: unknown key 'lagg', valid: lag, " 'task: {lagg: 3}\n'
yaml "1:10: unknown key 'of', valid: at, lane, set" 'edits: [{of: 3}]\n'
yaml "1:23: unknown key 'hidden', valid: lr, momentum, clip" 'edits: [{at: 1, set: {hidden: 3}}]\n'
yaml "1:7: seed: found '1.5', valid: 0.." 'seed: 1.5\n'
yaml "1:7: seed: found 'true', valid: 0.." 'seed: true\n'
yaml "1:7: seed: found '20', valid: 0.." 'seed: "20"\n'
yaml "1:7: seed: found a list, valid: 0.." 'seed: [1]\n'
yaml "1:7: seed: found '99999999999999999999', valid: 0.." 'seed: 99999999999999999999\n'
yaml "1:8: batch: found '513', valid: 1..512" 'batch: 513\n'
yaml "1:18: hidden: found '0', valid: 1..512" 'lanes: [{hidden: 0}]\n'
yaml "1:14: lr: found '.inf', valid: above 0" 'lanes: [{lr: .inf}]\n'
yaml "1:14: lr: found '1e999', valid: above 0" 'lanes: [{lr: 1e999}]\n'
yaml "1:29: lag: found '5000', valid: 1..4999" 'task: {name: recall,   lag: 5000}\n'
yaml "1:30: length: found '3', valid: task recall takes lag" 'task: {name: recall, length: 3}\n'
yaml "1:7: task: found 'recall', valid: a mapping" 'task: recall\n'
yaml "1:8: lanes: found '3', valid: a list" 'lanes: 3\n'
yaml "1:8: lanes: found an empty list, valid: 1 to 4" 'lanes: []\n'
yaml "1:21: lanes: found a fifth lane, valid: 1 to 4" 'lanes: [{},{},{},{},{}]\n'
yaml "1:1: experiment: found a list, valid: a mapping" '- 1\n'
yaml "2:1: found key 'seed' again, valid: once" 'seed: 1\nseed: 2\n'
yaml "1:7: found an anchor (&), valid: " 'seed: &a 1\n'
yaml "2:1: found a second document, valid: one" 'seed: 1\n---\nseed: 2\n'
yaml "2:1: not valid YAML: " 'seed: 1\n\tbatch: 3\n'
yaml "1:16: name: found 'a?b', valid: " 'lanes: [{name: "a\\nb"}]\n'
yaml "1:16: found a NUL character" 'lanes: [{name: "\\0"}]\n'
yaml "1:1: found nothing, valid: a mapping" ''
yaml "1:1: found nothing, valid: a mapping" '\n# only a comment\n'
yaml "1:1: not valid YAML: " '\000\000\000'
yaml "1:1: not valid YAML: " '\377\376s\000e\000'
head -c 4000 "$bin" >binary.yaml
expect "binary.yaml:1:1: not valid YAML: " train binary.yaml
a_million=$(head -c 1000000 /dev/zero | tr '\0' a)
printf 'seed: "%s"\n' "$a_million" >x.yaml
expect "x.yaml:1:7: seed: found 'aaaa" train x.yaml
printf 'seed: 1\n%s\n' "$a_million$a_million" >x.yaml
expect "x.yaml: found more than 1048576 bytes, valid: at most 1048576" train x.yaml
head -c 100000 /dev/zero | tr '\0' '[' >x.yaml
expect "x.yaml:1:9: found a ninth level of nesting, valid: at most 8" train x.yaml

# What is well though it looks odd: a byte order mark, the line ends of another system.
printf '\357\273\277seed: 1\r\ntask: {name: recall, lag: 3}\r\nupdates: 1\r\n' >x.yaml
"$bin" train x.yaml --json >out 2>err || miss "byte order mark and CRLF: $(cat err)"
printf '\357\273\277---\r\ntitle: A\r\nexperiment:\r\n  updates: 1\r\n---\r\n# A\r\n' >x.md
"$bin" train x.md --json >out 2>err || miss "a lesson with CRLF: $(cat err)"

# Lessons.
lesson() { # PLACE-AND-WORDS TEXT
    # shellcheck disable=SC2059
    printf -- "$2" >x.md
    expect "x.md:$1" train x.md
    expect "x.md:$1" x.md
}
lesson "5:7: unknown key 'cel', valid: cell, " '---\ntitle: A\nexperiment:\n  lanes:\n   - {cel: lstm}\n---\n'
lesson "1:1: found no front matter" '# A\n'
lesson "1:1: found the byte 0xff" '\377\376#\000'
expect "none.md: no such file" none.md

# Paths that are no readable file.
mkdir folder.yaml folder.json folder.md
ln -s /nonexistent dangling.yaml
ln -s loop.yaml loop.yaml
mkfifo pipe.yaml
for what in "train folder.yaml" "train folder.md" "folder.md" "verify folder.json"; do
    # shellcheck disable=SC2086
    expect "${what##* }: found a folder, valid: a file" $what
done
expect "dangling.yaml: no such file" train dangling.yaml
expect "dangling.yaml: no such file" verify dangling.yaml
expect "loop.yaml: " train loop.yaml
expect "pipe.yaml: found a device or pipe, valid: a regular file" train pipe.yaml
expect "/dev/zero: found a device or pipe, valid: a regular file" verify /dev/zero
expect "x.yaml/y: a part of the path is no folder" train x.yaml/y

# Reference vectors: cut off at many lengths, a wrong type, a missing key.
vector=$source/tests/reference/lstm_tiny.json
size=$(wc -c <"$vector")
for part in 0 1 2 3 5 8 13 21 34 55 89; do
    head -c $((size * part / 90)) "$vector" >cut.json
    expect "cut.json:" verify cut.json
    grep -qE '^unroll: cut.json:[0-9]+:[0-9]+: .*valid: ' err || miss "cut at $part/90: $(cat err)"
done
sed 's/"kind": *"lstm"/"kind": "lstn"/' "$vector" >x.json
expect "x.json:1:" verify "$vector" x.json
grep -q "kind: found 'lstn', valid: rnn_tanh, rnn_relu, lstm, gru" err || miss "kind: $(cat err)"
sed 's/"batch": *[0-9]*/"batch": 1.5/' "$vector" >x.json
expect "x.json:1:" verify x.json
sed 's/"dL_dh"/"dL_dx"/' "$vector" >x.json
expect "x.json:1:" verify x.json
head -c 5000 "$bin" >x.json
expect "x.json:1:" verify x.json
printf '\377\376{\000' >x.json
expect "x.json:1:1: " verify x.json
head -c 200000 /dev/zero | tr '\0' '[' >x.json
expect "x.json:1:" verify x.json

# Places that cannot be written: no folder, a folder's name, a device, a file that may not grow (as a full disk), and a full disk
# where the system lets us make one.
expect "no/x.png: no such file" render -o no/x.png --update 1000000
mkdir folder.png
expect "folder.png: found a folder" render --force -o folder.png
expect "no/x: no such file" train --updates 1000000 --save no/x
expect "/dev/full: found a device or pipe, valid: a regular file" train --save /dev/full
small="train --lag 3 --updates 2 --json --hidden 64 --cell lstm"
(
    ulimit -f 1
    # shellcheck disable=SC2086
    "$bin" $small --save limited.unroll >out 2>err
    echo $? >code
)
[ "$(cat code)" = 3 ] || miss "--save of a file that may not grow: exit code $(cat code)"
grep -q '^unroll: limited.unroll: ' err || miss "--save of a file that may not grow: $(cat err)"
grep -q '"type":"result"' out && miss "--save failed, and the result was printed"
(
    ulimit -f 1
    "$bin" render --lag 5 -o limited.png >out 2>err
    echo $? >code
)
[ "$(cat code)" = 3 ] || miss "render of a file that may not grow: exit code $(cat code)"
mkdir disk
if mount -t tmpfs -o size=16k tmpfs disk 2>/dev/null; then
    printf 'old\n' >disk/old.png
    expect "disk/x.png: the disk is full" render --lag 5 -o disk/x.png
    expect "disk/old.png: the disk is full" render --lag 5 --force -o disk/old.png
    [ "$(cat disk/old.png)" = old ] || miss "the file that stood there is gone"
    [ "$(ls disk)" = old.png ] || miss "something half written on the full disk: $(ls disk)"
    umount disk
fi
[ "$(find . -name '*.tmp' -o -name 'limited*' | wc -l)" = 0 ] || miss "something half written: $(ls)"

# Readers that go away: exit code 3 and no signal, whatever is printed.
# shellcheck disable=SC2086
for command in "train --updates 1000000 --json --lag 2" "train --updates 20 --lag 2 --seeds 10000" "profile --lag 99 --seeds 10000" \
    "verify $source/tests/reference/lstm_long.json $source/tests/reference/gru_long.json $vector"; do
    (
        timeout 120 "$bin" $command 2>err
        echo $? >code
    ) | head -n 1 >out
    case $command in verify*) wanted='[03]' ;; *) wanted=3 ;; esac # what fits into the pipe may have gone before head did
    # shellcheck disable=SC2254
    case $(cat code) in $wanted) ;; *) miss "unroll $command | head -n 1: exit code $(cat code)" ;; esac
done
(timeout 60 "$bin" train --updates 1 --lag 2 --json >&- 2>err; echo $? >code)
[ "$(cat code)" = 3 ] || miss "standard output closed: exit code $(cat code) $(cat err)"
(timeout 60 "$bin" train --updates 1 --lag 2 --json >out 2>&-; echo $? >code)
[ "$(cat code)" = 0 ] || miss "standard error closed: exit code $(cat code)"

[ $failed = 0 ] && echo "every bad input is told in one line, and nothing is half written"
[ $failed = 0 ]
