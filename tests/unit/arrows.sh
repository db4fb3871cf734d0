#!/bin/sh
# The arrows of docs/DESIGN.md, read from the includes: which folder of src/ may include which, where foreign headers may stand, where
# files may be opened, and what the numeric core may take from libm. First tries itself on a tree with one fault of each kind.
set -eu
LC_ALL=C
export LC_ALL
source=${UNROLL_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}

# allowed FOLDER: what it may include, each with all that stands below it.
allowed() {
    case $1 in
    base) echo "base" ;;
    platform) echo "base platform" ;;
    num) echo "base num" ;;
    net) echo "base num net" ;;
    task) echo "base num task" ;;
    snapshot) echo "base snapshot" ;;
    sim) echo "base num net task snapshot platform sim" ;;
    canvas) echo "base canvas" ;;
    canvas/cairo) echo "base canvas canvas/cairo" ;;
    canvas/sdl) echo "base canvas canvas/cairo canvas/sdl" ;;
    view) echo "base canvas snapshot view" ;;
    ui) echo "base canvas ui" ;;
    lesson) echo "base num net task snapshot platform sim canvas view lesson" ;;
    export) echo "base num net task snapshot platform sim canvas canvas/cairo canvas/svg view export" ;;
    canvas/svg) echo "base canvas canvas/svg" ;;
    book) echo "base num net task snapshot platform sim canvas canvas/cairo canvas/svg view lesson export book" ;;
    app) echo "base num net task snapshot platform sim canvas canvas/cairo canvas/sdl view ui lesson export book app" ;;
    cli) echo "base num net task snapshot platform sim canvas canvas/cairo canvas/sdl view ui lesson export book app cli" ;;
    *) echo "" ;;
    esac
}

# foreign HEADER FILE: true when the file may include the foreign header.
foreign() {
    case $1 in
    SDL_ttf.h) case $2 in canvas/sdl/*) ;; *) return 1 ;; esac ;;
    SDL*.h | SDL2/*) case $2 in app/* | canvas/sdl/*) ;; *) return 1 ;; esac ;;
    cairo*) case $2 in canvas/cairo/*) ;; *) return 1 ;; esac ;;
    ft2build.h | freetype*) case $2 in canvas/sdl/*) return 1 ;; canvas/*) ;; *) return 1 ;; esac ;;
    pthread.h | threads.h | stdatomic.h | semaphore.h) [ "$2" = sim/worker.c ] ;;
    yaml.h) case $2 in sim/* | lesson/*) ;; *) return 1 ;; esac ;;
    md4c.h) case $2 in lesson/*) ;; *) return 1 ;; esac ;;
    jansson.h) case $2 in sim/* | lesson/* | cli/*) ;; *) return 1 ;; esac ;;
    zlib.h) case $2 in canvas/png_write.c | export/arrays.c) ;; *) return 1 ;; esac ;;
    gif_lib.h) case $2 in export/*) ;; *) return 1 ;; esac ;;
    sys/wait.h) case $2 in platform/process_posix.c | platform/feed_posix.c) ;; *) return 1 ;; esac ;;
    dlfcn.h | sys/socket.h | spawn.h) return 1 ;;
    fcntl.h | dirent.h | sys/stat.h) case $2 in platform/*) ;; *) return 1 ;; esac ;;
    esac
}

# check_includes TREE: one line for each include that runs against an arrow.
check_includes() {
    (cd "$1" && grep -rnE '^[[:space:]]*#[[:space:]]*include' . --include='*.[ch]' | sed 's,^\./,,') | while IFS= read -r row; do
        file=${row%%:*}
        folder=${file%/*}
        header=$(printf '%s\n' "$row" | sed 's/^[^<"]*[<"]\([^>"]*\)[>"].*$/\1/')
        case $row in
        *'<'*) foreign "$header" "$file" || echo "$file: <$header> has no place in $folder" ;;
        *'"'*/*)
            case " $(allowed "$folder") " in
            *" ${header%/*} "*) ;;
            *) echo "$file: \"$header\" runs against the arrows of $folder" ;;
            esac ;;
        *FT_*_H*) foreign freetype "$file" || echo "$file: FreeType has no place in $folder" ;;
        *) [ -f "$1/../assets/$header" ] || echo "$file: \"$header\" names no folder" ;;
        esac
    done
}

# calls TREE FOLDER NAMES: the lines of FOLDER that call one of NAMES, without comments and the text of strings.
calls() {
    (cd "$1" && grep -rnE "($3)[[:space:]]*\(" "$2" --include='*.[ch]') | sed 's,^\./,,; s,"[^"]*","",g; s,//.*,,' |
        grep -E "(^|[^_[:alnum:]])($3)[[:space:]]*\("
}

# check_calls TREE: calls that a folder may not make.
check_calls() {
    # exit belongs to main alone, processes to two files of platform; files are opened in platform alone (the command line writes to the standard streams).
    calls "$1" . '_?exit|abort|system|popen|exec[lv]p?e?|fork' | grep -vE '^(base/check|cli/main|platform/process_posix|platform/feed_posix)\.c:' |
        sed 's/$/  <- ends or starts a process/'
    calls "$1" . 'fopen|fdopen|freopen|open|creat|mkstemp|rename|unlink|opendir' | grep -v '^platform/' |
        sed 's/$/  <- files only through platform/'
    # glibc picks these by processor, so their last bits differ: the core has its own (num/elementary.h).
    for folder in base num net task snapshot sim; do
        [ -d "$1/$folder" ] || continue
        calls "$1" "$folder" '(exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|tanh|sinh|cosh|atan2?|asin|acos|cbrt|hypot|fma)[fl]?' |
            sed 's/$/  <- not the same bits on every processor/'
    done
}

check() {
    check_includes "$1"
    check_calls "$1"
}

# A tree with known faults: each must be found.
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
for folder in base num net sim view canvas/sdl canvas/cairo app lesson; do mkdir -p "$tree/src/$folder"; done
expect() { # FOLDER/FILE LINE COUNT
    printf '%s\n' "$2" >"$tree/src/$1"
    found=$(check "$tree/src" | wc -l)
    rm "$tree/src/$1"
    if [ "$found" -ne "$3" ]; then
        echo "arrows.sh itself: '$2' in $1 gave $found findings instead of $3"
        exit 1
    fi
}
expect base/a.c '#include "num/linalg.h"' 1
expect net/a.c '#include "base/check.h"' 0
expect net/a.c '#include "sim/trainer.h"' 1
expect sim/a.c '#include "view/view.h"' 1
expect view/a.c '#include "sim/trainer.h"' 1
expect view/a.c '#include "canvas/sdl/screen.h"' 1
expect lesson/a.c '#include "view/view.h"' 0
expect app/a.c '#include "cli/options.h"' 1
expect base/a.c '#include "arena.h"' 1
expect sim/a.c '#include <SDL.h>' 1
expect app/a.c '#include <SDL.h>' 0
expect app/a.c '#include <SDL_ttf.h>' 1
expect canvas/sdl/a.c '#include <cairo.h>' 1
expect canvas/cairo/a.c '# include <cairo-ft.h>' 0
expect canvas/sdl/a.c '#include FT_FREETYPE_H' 1
expect sim/a.c '#include <pthread.h>' 1
expect sim/worker.c '#include <pthread.h>' 0
expect app/a.c '#include <sys/wait.h>' 1
expect app/a.c '    pid_t child = fork();' 1
expect app/a.c '    exit(1);' 1
expect app/a.c '    FILE *file = fopen(path, "w");' 1
expect num/a.c '    return tanhf(x);' 1
expect num/a.c '    return un_tanh(x); // tanh(x)' 0

faults=$(check "$source/src")
if [ -n "$faults" ]; then
    printf '%s\n' "$faults"
    exit 1
fi
echo "The includes of $(find "$source/src" -name '*.[ch]' | wc -l) files follow the arrows"
