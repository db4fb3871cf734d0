#!/bin/sh
# Every format of `unroll render`: what other programs read in the files, that pictures open the run they show, and what is refused.
# Exit 77: one of the programs that read them is missing.
set -u
bin=${UNROLL_BIN:?the path of the program}
for tool in pdftotext pdffonts pdfdetach rsvg-convert ffmpeg ffprobe compare; do
    command -v $tool >/dev/null || { echo "no $tool"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

check() { # WHAT COMMAND...
    what=$1
    shift
    "$@" >/dev/null 2>&1 && return
    echo "FAILED: $what"
    failed=1
}
expect() { # CODE WORDS ARGUMENTS: exit code, one line on stderr that holds the words, nothing left in the folder
    code=$1 words=$2
    shift 2
    before=$(ls -a | sort)
    "$bin" render --lag 8 "$@" >out.txt 2>err.txt
    got=$?
    rm -f out.txt.old
    [ $got = "$code" ] && grep -qF -- "$words" err.txt && [ "$(wc -l <err.txt)" = 1 ] && [ ! -s out.txt ] || {
        echo "FAILED: render $*: exit code $got, wanted $code: $(cat err.txt)"
        failed=1
    }
    rm -f out.txt err.txt
    [ "$before" = "$(ls -a | sort)" ] || { echo "FAILED: render $* left something behind: $(ls -a)"; failed=1; }
}
at_least() { # DECIBELS A B
    psnr=$(compare -metric PSNR "$2" "$3" null: 2>&1)
    case $psnr in inf*) return 0 ;; esac
    awk "BEGIN { exit !($psnr >= $1) }"
}
run="--lag 12 --hidden 8 --update 5 --size 960x540"
render() { "$bin" render $run "$@" || { echo "FAILED: render $*"; failed=1; }; }

# The same moment in every format.
render --time 2.5 -o a.png
render --time 2.5 -o a.svg
render --time 2.5 -o b.svg --outlines
render -o a.pdf
render -o again.pdf
check "a document has the same bytes again" cmp a.pdf again.pdf
rsvg-convert a.svg -o a-svg.png
rsvg-convert b.svg -o b-svg.png
check "SVG looks as PNG does: text" at_least 27 a.png a-svg.png
check "SVG looks as PNG does: outlines" at_least 29 a.png b-svg.png
pdftotext a.pdf a.txt
for words in "Update 5" "lag 12" "8 units" "seed 1" "∂L/∂ht" "∂L/∂ct" "under 1 %" "chrono gate bias"; do
    check "PDF holds the words '$words'" grep -qF -- "$words" a.txt
done
# Text stands in the same place in SVG, whose places a unit test holds against the screen's list, and in PDF.
render -o places.svg
tr '<' '\n' <places.svg | sed -n 's/^\(tspan\|text\).* x="\([0-9.]*\)[^>]*>\([^ ]*\) *$/\3 \2/p' >svg.words
pdftotext -bbox a.pdf - | sed -n 's/.*xMin="\([0-9.]*\)" yMin.*">\(.*\)<\/word>/\2 \1/p' >pdf.words
awk 'NR == FNR { count[$1]++; x[$1] = $2; next } { again[$1]++; at[$1] = $2 }
    END { for (w in at) if (count[w] == 1 && again[w] == 1) { n++; d = at[w] - x[w]; if (d > 1 || d < -1) print w, x[w], at[w] }
          if (n < 30) print n, "words are too few" }' svg.words pdf.words >apart
[ -s apart ] && { echo "FAILED: words stand elsewhere in SVG and PDF: $(cat apart)"; failed=1; }
check "all fonts lie in the document" [ "$(pdffonts a.pdf | sed 1,2d | awk '{ print $(NF-4) }' | sort -u)" = yes ]
check "a document bears no date" [ "$(pdfinfo a.pdf | grep -c Date)" = 0 ]
check "the experiment is an attachment" [ "$(pdfdetach -list a.pdf | grep -c experiment.yaml)" = 1 ]

# Stages and clips.
render --stages 2 -o 'stage-%02d.png'
check "2 forward, the loss, 2 backward, and the input alone" [ "$(ls stage-*.png | tr '\n' ' ')" = "stage-01.png stage-02.png stage-03.png stage-04.png stage-05.png stage-06.png " ]
render --stages 2 -o stages.pdf
check "a page a stage" [ "$(pdfinfo stages.pdf | awk '/^Pages/ { print $2 }')" = 6 ]
facts() { ffprobe -v error -count_frames -select_streams v -show_entries stream=width,height,nb_read_frames,duration -of csv=p=0 "$1"; }
for format in gif apng mp4; do
    size=960x540 scale=1 decode=null
    # Colours have half the resolution in H.264: with pixels to spare they come back at 35 dB, read by the matrix they were written with.
    [ $format = mp4 ] && size=1440x810 scale=1.5 decode=scale=in_color_matrix=bt709:in_range=tv:flags=lanczos+accurate_rnd+full_chroma_int,format=rgb24
    render --fps 5 --size $size --scale $scale -o clip.$format
    render --time 0 --size $size --scale $scale --force -o first.png
    render --time 3600 --size $size --scale $scale --force -o last.png
    # The wave takes 3.9 s, and the clip stands on its end for another.
    case $(facts clip.$format) in "${size%x*},${size#*x},"*) ;; *) echo "FAILED: $format: $(facts clip.$format)"; failed=1 ;; esac
    check "$format: 26 pictures" [ "$(facts clip.$format | tr ',' '\n' | tail -1)" = 26 ]
    ffmpeg -v error -y -i clip.$format -vf "select='eq(n,0)+eq(n,25)',$decode" -vsync 0 $format-%d.png
    check "$format: first picture" at_least 35 first.png $format-1.png
    check "$format: last picture" at_least 35 last.png $format-2.png
done
check "mp4: 5.2 seconds" [ "$(facts clip.mp4 | cut -d, -f3)" = 5.200000 ]
bright() { convert "$1" -colorspace Gray "grey-$1"; }
for i in first last mp4-1 mp4-2; do bright $i.png; done
check "mp4: brightness of the first picture" at_least 44 grey-first.png grey-mp4-1.png
check "mp4: brightness of the last picture" at_least 44 grey-last.png grey-mp4-2.png
"$bin" render $run --clip training --every 1 --fps 5 -o training.gif
check "a training's clip: updates 0 to 5 and a second" [ "$(facts training.gif | tr ',' '\n' | tail -1)" = 11 ]
"$bin" render $run --clip training --every 2 -o 't%d.svg'
check "numbered pictures of a training" [ "$(ls t?.svg | wc -l)" = 4 ]

# Before and after, and one trace.
render --before 0 --update 0 --view profile -o pair.png
render --before 0 --view profile -o pair.pdf
pdftotext pair.pdf pair.txt
render --update 0 --view profile --size 480x540 -o left.png
convert pair.png -crop 479x540+0+0 +repage left-half.png
convert left.png -crop 479x540+0+0 +repage left-whole.png
check "the left half is a picture of its own" at_least 60 left-half.png left-whole.png
check "two captions" [ "$(grep -o "Update [05]" pair.txt | tr '\n' ' ')" = "Update 0 Update 5 " ]
render --trace LSTM/c -o c.npy
check "a .npy of one trace" [ "$(head -c 127 c.npy | tr -d '\0' | grep -ac "'descr': '<f4', 'fortran_order': False, 'shape': (13, 8)")" = 1 ]
check "as long as its shape says" [ "$(wc -c <c.npy)" = $((128 + 13 * 8 * 4)) ]

# A picture opens the run it shows.
for from in a.png a.svg; do
    "$bin" render $from --size 960x540 --force -o back.png
    check "$from gives the same picture" cmp back.png a.png
done
render -o whole.png
for from in a.pdf clip.gif clip.apng clip.mp4; do
    "$bin" render $from --size 960x540 --force -o back.png
    check "$from gives the same picture" cmp back.png whole.png
done
"$bin" render t2.svg --size 960x540 --force -o back.png
render --update 2 -o two.png
check "each numbered picture has its own moment" cmp back.png two.png
render --no-embed -o bare.png
expect 3 "bare.png: this picture holds no experiment" bare.png -o x.png
sed 's/hidden: 8/hidden: 9999/' a.svg >changed.svg
expect 3 "hidden" changed.svg -o x.png

# What is refused before anything is drawn.
expect 2 "found '.jpg', valid: .png, .svg, .pdf" -o x.jpg
expect 2 "valid: a number in the name beside --stages or --clip" -o 'x-%d.png'
expect 2 "valid: numbered files as in lab-%02d.png, or a .pdf" --stages 2 -o x.png
expect 2 "valid: .mp4, .gif, .apng, or numbered files" --clip wave -o x.png
expect 2 "found 30 pictures a second in a .gif, valid: 5, 10, 20, 25 or 50" --fps 30 -o x.gif
expect 2 "--before: found a training or numbers beside it" --before 0 --clip training -o x.gif
expect 2 "--before: found a training or numbers beside it" --before 0 -o x.csv
expect 2 "--trace: found 'LSTM/x', valid: LSTM/" --trace LSTM/x -o x.npy
expect 2 "found '.npy' without --trace" -o x.npy
expect 2 "found '.png' with --trace" --trace LSTM/h -o x.png
expect 2 "found two numbers in" --clip wave -o 'x-%d-%d.png'
expect 2 "found '.mp4' with --transparent" --transparent -o x.mp4
expect 2 "valid: WxH with 16..8192 each" --size 100000x100000 -o x.png
expect 2 "valid: WxH with 16..8192 each" --size 0x0 -o x.svg
expect 2 "valid: up to 100000" --clip training --every 1 --update 1000000 -o x.gif
: >stage-x.png
expect 2 "found 'stage-x.png', which exists" -o stage-x.png
expect 3 "no/such.gif: no such file" -o no/such.gif
[ "$(PATH=/no/such "$bin" render -o x.mp4 2>&1 | grep -c "needs the program ffmpeg, which was not found")" = 1 ] || {
    echo "FAILED: a missing encoder is not told"
    failed=1
}
mkdir fake
printf '#!/bin/sh\nread -r line\necho "the encoder is ill" >&2\nexit 1\n' >fake/ffmpeg
chmod +x fake/ffmpeg
PATH="$work/fake:$PATH" expect 3 "ffmpeg ended before it had all pictures: the encoder is ill" --size 320x180 -o x.mp4

# Names of every kind, taken as they are.
for name in "a b quote'\".pdf" "new
line.gif" "Zustände ∇ 100%.png" '$(touch owned):a b.mp4'; do
    "$bin" render --lag 5 --size 160x90 --fps 5 -o "$name"
    check "a file called '$name'" [ -s "$name" ]
done
"$bin" render --lag 5 --size 160x90 -o ./-dash.mp4
check "a leading dash" [ -s ./-dash.mp4 ]
check "no name was run" [ ! -e owned ]
[ -z "$(ls -a | grep tmp)" ] || { echo "FAILED: left behind: $(ls -a | grep tmp)"; failed=1; }

# A full disk.
mkdir disk
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=8k tmpfs disk 2>/dev/null; then
    for format in png svg pdf gif apng mp4; do
        "$bin" render --lag 8 --size 640x360 --fps 5 -o disk/x.$format >out.txt 2>err.txt
        check "a full disk: .$format fails" [ $? = 3 ]
        check "a full disk: .$format says so in one line" [ "$(wc -l <err.txt)" = 1 ]
        check "a full disk: .$format leaves nothing" [ -z "$(ls -A disk)" ]
    done
    umount disk
fi
[ $failed = 0 ] && echo "every format is read by others, opens its run, and leaves nothing half written"
exit $failed
