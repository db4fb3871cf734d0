#!/bin/sh
# Checkpoints as files: a run that is saved, killed and resumed has the bits of one that was never interrupted; kill -9 at any moment
# loses at most the save in progress; a full disk and a damaged file are told and leave the earlier file.
. "$(dirname "$0")/check.inc"
cd "$work" || exit 1

train() { "$bin" train "$@" 2>err; }
hashes() { train --json "$@" | grep '"type":"result"' | grep -o '"state_hash":"[^"]*"'; }
updates_of() { train --json --resume "$1" --updates 0 | sed -n 's/.*"type":"result".*"updates":\([0-9]*\),.*/\1/p'; }

common="--lag 5 --hidden 6 --cell lstm,rnn"

# shellcheck disable=SC2086
{
whole=$(hashes $common --updates 60)
train $common --updates 25 --save a.unroll >out
check "resumed: the bits of a run without a break" [ "$(hashes --resume a.unroll --updates 60)" = "$whole" ]
check "over threads as well" [ "$(hashes --resume a.unroll --updates 60 --threads 2)" = "$whole" ]
check "the plan of the file is kept" [ "$(train --json --resume a.unroll | grep -c '"updates":25,')" -ge 1 ]
check "its update is known without training" [ "$(updates_of a.unroll)" = 25 ]
train --resume a.unroll --updates 40 --save a.unroll >out
check "saved over itself and resumed again" [ "$(hashes --resume a.unroll --updates 60)" = "$whole" ]
train $common --updates 60 --save b.unroll --save-every 7 >out
check "saving on the way changes nothing" [ "$(hashes --resume b.unroll)" = "$whole" ]
train --resume a.unroll --updates 60 --save a.unroll >out
check "the same bytes, however it came there" cmp -s a.unroll b.unroll
train --lag 2 --lr 0.01 --until-solved --json --save s.unroll --save-every 3 >out
check "--until-solved stops there, saving or not" [ "$(sed -n 's/.*"result".*"updates":\([0-9]*\),.*"solved_at":\([0-9]*\),.*/\1-\2/p' out | awk -F- '{ print ($1 == $2 && $1 > 10) }')" = 1 ]
check "and what was saved is solved" [ "$(train --resume s.unroll --until-solved >out; echo $?)" = 0 ]
check "measured after it was resumed" grep -q '"eval_loss":[0-9]' <<END
$(train --json --resume a.unroll --eval-lag 9)
END
}

# A gate held from where a run was resumed is an edit of it: recorded, saved, and gone on with.
train --resume a.unroll --updates 80 --hold f=1 --save h.unroll >out
check "a hold is saved with the run" grep -qa 'at: 60, lane: "lstm", hold: {gate: f, value: 1}' h.unroll
train --resume a.unroll --updates 70 --hold f=1 --save g.unroll >out
check "and holds after a break" [ "$(hashes --resume g.unroll --updates 80)" = "$(hashes --resume h.unroll)" ]
check "it does something" [ "$(hashes --resume a.unroll --updates 80)" != "$(hashes --resume h.unroll)" ]

refuse() { # TEXT ARGUMENTS...: exit code 2 or 3, nothing on standard output, one line with the text
    wanted=$1
    shift
    train "$@" >out
    code=$?
    check "exit code 2 or 3: $*" [ $((code == 2 || code == 3)) = 1 ]
    check "nothing on standard output: $*" [ ! -s out ]
    check "one line: $*" [ "$(grep -c . err)" = 1 ]
    check "'$wanted' in: $(cat err)" grep -qF -e "$wanted" err
}
refuse "--lag: found '3' beside --resume, valid: only --updates" --resume a.unroll --lag 3
refuse "--seed: found '3' beside --resume" --resume a.unroll --seed 3
refuse "found 'x.yaml' beside --resume" --resume a.unroll x.yaml
refuse "--resume: found --seeds 2, valid: one seed" --resume a.unroll --seeds 2
refuse "--save-every: found '5' without --save, valid: --save FILE as well" --save-every 5
refuse "--eval-length: found '9', valid: task recall takes --eval-lag" --resume a.unroll --eval-length 9
refuse "none.unroll: no such file" --resume none.unroll
refuse "this run would need" --resume a.unroll --max-memory 1MB --threads 64 --eval-sequences 5

# Damaged files. The experiment is text, so another shape is one letter away.
size=$(wc -c <a.unroll)
for length in 0 7 23 100 $((size / 2)) $((size - 1)); do
    head -c "$length" a.unroll >cut.unroll
    refuse "cut.unroll: found" --resume cut.unroll
done
sed 's/hidden: 6/hidden: 7/' a.unroll >other.unroll
refuse "other.unroll: found the check" --resume other.unroll
{ head -c 8 a.unroll; printf '\011'; tail -c +10 a.unroll; } >other.unroll
refuse "other.unroll: found a checkpoint of version 9, valid: version" --resume other.unroll
printf 'seed: 1\n' >other.unroll
refuse "other.unroll: found no checkpoint, valid: a file that 'unroll train --save' wrote" --resume other.unroll

# A file that may not grow, and a full disk: told, the earlier file as it was, nothing half written.
cp a.unroll small.unroll
(
    ulimit -f 1
    "$bin" train --lag 3 --updates 9 --hidden 64 --cell lstm --save small.unroll --save-every 3 >out 2>err
    echo $? >code
)
check "a save that may not grow: exit code 3" [ "$(cat code)" = 3 ]
check "it is told: $(tail -n 1 err)" grep -q '^unroll: small.unroll: the file would be larger than it may be' err
check "the earlier file is as it was" cmp -s a.unroll small.unroll
mkdir disk
if mount -t tmpfs -o size=48k tmpfs disk 2>/dev/null; then
    cp a.unroll disk/x.unroll
    train --lag 3 --updates 9 --hidden 64 --cell lstm --save disk/x.unroll --save-every 3 >out
    check "a full disk: exit code 3" [ $? = 3 ]
    check "it is told: $(tail -n 1 err)" grep -q '^unroll: disk/x.unroll: the disk is full' err
    check "the earlier file is as it was" cmp -s a.unroll disk/x.unroll
    check "nothing else is left" [ "$(ls disk)" = x.unroll ]
    umount disk
else
    rmdir disk
fi
check "no temporary file is left" [ "$(find . -name '*.tmp' | wc -l)" = 0 ]

# kill -9, 50 times, at moments that a seeded generator picks: the process saves after every update, so most of them fall into a
# save. Each time the file loads and is one of the states saved, no older than the last one, and goes on from there.
run="--json --lag 2 --hidden 3 --cell gru --batch 4 --seed 3"
last=1000000
# shellcheck disable=SC2086
"$bin" train $run --updates 5 --save k.unroll >out 2>err
start=$(date +%s%N)
updates_of k.unroll >out
took=$(($(date +%s%N) - start)) # what the program needs to begin: a sanitizer's needs long
awk -v took="$took" 'BEGIN { srand(20261124); for (i = 0; i < 50; i++) printf "%.3f\n", took / 1e9 + 0.05 * rand() }' >moments
update=5 kills=0 inside=0 advanced=0
while read -r moment; do
    "$bin" train --json --resume k.unroll --updates $last --save k.unroll --save-every 1 >out 2>err &
    process=$!
    sleep "$moment"
    kill -9 $process 2>/dev/null && kills=$((kills + 1))
    wait $process 2>/dev/null
    [ "$(find . -name 'k.unroll.*.tmp' | wc -l)" -gt 0 ] && inside=$((inside + 1))
    check "kill $kills: at most one temporary file" [ "$(find . -name 'k.unroll.*.tmp' | wc -l)" -le 1 ]
    now=$(updates_of k.unroll)
    check "kill $kills: the file loads: $(cat err)" [ -n "$now" ]
    check "kill $kills: update ${now:-none} after $update" [ "${now:-0}" -ge "$update" ]
    [ "${now:-0}" -gt "$update" ] && advanced=$((advanced + 1))
    update=${now:-0}
done <moments
echo "50 runs, $kills killed, $inside inside a save, $advanced came further, update $update"
check "50 times killed" [ $kills = 50 ]
check "some of them inside a save" [ $inside -gt 0 ]
check "and the run came further meanwhile" [ $advanced -gt 0 ]
# shellcheck disable=SC2086
check "what came through 50 kills has the bits of a run without one" [ "$(hashes --resume k.unroll --updates $((update + 20)))" = "$(hashes $run --updates $((update + 20)))" ]
train --json --resume k.unroll --updates $((update + 1)) --save k.unroll >out
check "the next save leaves no temporary file" [ "$(find . -name '*.tmp' | wc -l)" = 0 ]

[ $failed = 0 ] && echo "a checkpoint holds a run through kills, full disks and damage"
[ $failed = 0 ]
