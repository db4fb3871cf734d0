#!/bin/sh
# What the compiled libraries really call, read from their symbols: the includes may be innocent (arrows.sh reads those) and a macro, an
# inline function or the compiler itself still reach for something that gives other bits on another processor, or that a browser lacks.
set -eu
LC_ALL=C
export LC_ALL
build=$(cd "$(dirname "${UNROLL_BIN:?the path of the program}")/.." && pwd)

# From libm the core takes sqrt, fabs and floor alone: IEEE says what they give. All other results differ between processors.
libm='a?(cos|sin|tan)h?(pi)?|atan2(pi)?|sincos|exp(2|10|m1)?|pow(10|r)?|log(2|10|1p|b)?|i?logb|cbrt|hypot|fma|fmod|remainder|remquo|modf|drem'
libm="$libm|frexp|ldexp|scalbl?n|scalb|ceil|trunc|l*round|roundeven|l*rint|nearbyint|fmax|fmin|fdim|copysign|next(after|toward|up|down)"
libm="$libm|erfc?|[lt]gamma(_r)?|gamma|[jy][01n]|significand|nan"

# fault OBJECT SYMBOL: why this object may not need this symbol, or nothing.
fault() {
    case $2 in
    sqrt | sqrtf | fabs | fabsf | floor | floorf) return ;;
    un_process_run) echo "starts processes: only the command line may" ;; # which is no library
    esac
    # Work in processes has one file, which a browser replaces.
    case $1:$2 in process_posix.c.o:fork | process_posix.c.o:_exit | process_posix.c.o:poll) return ;; esac
    # The video encoder is another program, started from one file by a list of arguments.
    case $1:$2 in feed_posix.c.o:fork | feed_posix.c.o:execv | feed_posix.c.o:_exit | feed_posix.c.o:poll) return ;; esac
    case $2 in
    system | popen | exec[lv]* | *fork | posix_spawn* | socket | connect | dlopen | dlsym) echo "starts, connects or loads something" ;;
    exit | _exit | _Exit | quick_exit) echo "ends the process: only main may" ;;
    setlocale | uselocale) echo "changes how numbers are read and written" ;;
    rand | srand | random | srandom | [delmnj]rand48 | time | gettimeofday | clock) echo "makes two runs of one seed differ" ;;
    esac
    case $1:$2 in
    worker.c.o:*) ;;
    wait.c.o:SDL_WaitEventTimeout) ;; # un_app_wait, for a native loop; un_app_step, which a browser calls, waits for nothing
    *) case $2 in
        pthread_* | thrd_* | mtx_* | cnd_* | sem_* | sleep | usleep | nanosleep | select | poll | SDL_Delay | SDL_WaitEvent*)
            echo "a thread or a wait outside sim/worker.c" ;;
        esac ;;
    esac
    case $3 in
    core)
        case $2 in
        SDL_* | TTF_* | cairo_* | FT_*) echo "draws, in the core" ;;
        esac
        if printf '%s\n' "$2" | grep -qE "^(__)?($libm)[fl]?(_finite)?$"; then echo "not the same bits on every processor"; fi ;;
    esac
}

# read_state ARCHIVE: variables that can be changed, with the life of the program. Tables of pointers are constant once they are loaded.
read_state() {
    objdump -t "$1" | awk '/[ \t]\.(data|bss|tdata|tbss)[. \t]/ && !/\.data\.rel\.ro/ && $2 != "d" && $3 != "d" { print $NF }'
}

# read_needs ARCHIVE: lines "object symbol" of all that each object needs from elsewhere.
read_needs() {
    nm -u "$1" | awk '/:$/ { object = substr($0, 1, length($0) - 1) } NF == 2 { print object, $2 }' | sort -u
}

# Each kind of fault must be found, and what is allowed must pass.
expect() { # OBJECT SYMBOL LAYER FAULTS
    found=$(fault "$1" "$2" "$3" | wc -l)
    [ "$found" -eq "$4" ] && return
    echo "symbols.sh itself: $2 in $1 ($3) gave $found faults instead of $4"
    exit 1
}
expect a.c.o sqrtf core 0
expect a.c.o tanhf core 1
expect a.c.o __exp_finite core 1
expect a.c.o sincos core 1
expect a.c.o lround core 1
expect a.c.o fma core 1
expect a.c.o un_tanh core 0
expect a.c.o memcpy core 0
expect a.c.o cosf upper 0
expect a.c.o SDL_GetTicks core 1
expect a.c.o SDL_GetTicks upper 0
expect a.c.o SDL_Delay upper 1
expect a.c.o pthread_create core 1
expect worker.c.o pthread_create core 0
expect wait.c.o SDL_WaitEventTimeout upper 0
expect wait.c.o SDL_Delay upper 1
expect event.c.o SDL_WaitEventTimeout upper 1
expect worker.c.o execvp core 1
expect process_posix.c.o fork core 0
expect process_posix.c.o execvp core 1
expect worker.c.o fork core 1
expect feed_posix.c.o execv core 0
expect feed_posix.c.o system core 1
expect process_posix.c.o execv core 1
expect app.c.o un_process_run upper 1
expect a.c.o setlocale upper 1
if command -v cc >/dev/null; then
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    echo 'static int state; const char *const names[] = {"a"}; int next(void) { return ++state; }' >"$tree/a.c"
    cc -c "$tree/a.c" -o "$tree/a.o"
    if [ "$(read_state "$tree/a.o")" != state ]; then
        echo "symbols.sh itself: a static variable is not seen"
        exit 1
    fi
fi

faults=
seen=0
for name in base num net task snapshot sim platform canvas canvas_cairo canvas_svg canvas_sdl view ui lesson export book app; do
    archive=$(find "$build/src" -name "libun_$name.a")
    if [ -z "$archive" ]; then
        echo "no library libun_$name.a under $build/src"
        exit 1
    fi
    layer=upper
    case $name in base | num | net | task | snapshot | sim) layer=core ;; esac
    needs=$(read_needs "$archive")
    # State that is no function's own has no place in a library: it would tie two runs in one process together. Sanitizers add their own.
    case $needs in
    *__asan_* | *__tsan_* | *__ubsan_*) ;;
    *)
        for symbol in $(read_state "$archive"); do faults="$faults
libun_$name: $symbol can be changed and belongs to nobody"; done ;;
    esac
    # One call for every symbol would be slow: the many own names cannot be at fault.
    found=$(printf '%s\n' "$needs" | grep -vE ' (un_|_*[at]san_|__ubsan_)' | sort -u | while read -r object symbol; do
        [ -n "$symbol" ] || continue
        why=$(fault "$object" "$symbol" "$layer")
        [ -z "$why" ] || echo "libun_$name: $object needs $symbol: $why"
    done)
    [ -z "$found" ] || faults="$faults
$found"
    seen=$((seen + $(printf '%s\n' "$needs" | wc -l)))
done
if [ -n "$faults" ]; then
    printf '%s\n' "$faults" | sed 1d
    exit 1
fi
echo "$seen needs of 17 libraries, none at fault"
