#!/bin/sh
# Does a wrong sign in a backward pass make a test fail? Changes one place of the models at a time in a copy of the sources, builds
# the tests of net and of the reference vectors, and expects at least one of them to fail. Needs a C compiler, Criterion and jansson;
# takes a few minutes, so .ci/run calls it, not scripts/test.
#   tests/reference/mutate.sh [-v] [K/N]      -v names every test that failed; K/N does the Kth of N parts, to be run side by side
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
verbose= part=1 parts=1
for argument; do
    case $argument in
    -v) verbose=-v ;;
    */*) part=${argument%/*} parts=${argument#*/} ;;
    *) echo "usage: mutate.sh [-v] [K/N]"; exit 2 ;;
    esac
done
cc=${CC:-cc}
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -O1 -w -ffp-contract=off -I$work/src -I$root/tests -DUN_TEST_DATA=\"$root/tests\""
plain="net/cell net/def net/init net/isa $(cd "$root/src" && ls num/*.c base/*.c | sed "s/[.]c$//")
platform/file_posix sim/reference sim/reference_place sim/reference_read"
twice=$(cd "$root/src/net" && ls *.c | sed "s/[.]c$//" | grep -vxE "cell|def|init|isa") # of the instruction sets the baseline alone
tests="reference net_gradient net_kernel net_model net_optimizer"

compile() { # a source of net in both precisions
    for precision in 32 64; do
        $cc $flags -DUN_BUILD_PRECISION=$precision -DUN_ISA=baseline -DUN_VECTOR_BYTES=16 -DUN_SUMS=8 -c "$work/src/net/$1.c" -o "$work/$1_$precision.o" || return 1
    done
}

run_tests() { # the failing tests, with -v all of them, else the first; 0 when there is one
    failed=
    for t in $tests; do
        $cc "$work/t_$t.o" "$work"/*_32.o "$work"/*_64.o "$work"/lib_*.o -o "$work/run" -lcriterion -ljansson -lm || exit 1
        timeout 120 "$work/run" --jobs 1 >"$work/log" 2>&1 && continue
        failed="$failed $t($(grep -c '^\[FAIL\]' "$work/log"))"
        [ "$verbose" = -v ] || return 0
    done
    [ -n "$failed" ]
}

cp -r "$root/src" "$work/src"
for f in $plain; do $cc $flags -c "$work/src/$f.c" -o "$work/lib_$(basename "$f").o" || exit 1; done
for f in $twice; do compile "$f" || exit 1; done
for t in $tests; do $cc $flags -c "$root/tests/unit/test_$t.c" -o "$work/t_$t.o" || exit 1; done
if run_tests; then
    echo "the unchanged sources fail:$failed"
    exit 1
fi

survivors=0
count=0
number=0
mutate() { # file, what, sed script
    number=$((number + 1))
    [ $((number % parts)) -eq $((part % parts)) ] || return 0
    target=$work/src/net/$1
    cp "$target" "$work/kept"
    sed "$3" "$work/kept" >"$target"
    if cmp -s "$work/kept" "$target"; then
        echo "NO MATCH  $1: $2"
        survivors=$((survivors + 1))
    else
        built=yes
        case $1 in
        *.h) for f in $twice; do compile "$f" || built=; done ;;
        *) compile "${1%.c}" || built= ;;
        esac
        count=$((count + 1))
        if [ -z "$built" ]; then
            echo "NO PROGRAM  $1: $2"
            survivors=$((survivors + 1))
        elif run_tests; then
            [ "$verbose" = -v ] && echo "caught    $1: $2:$failed"
        else
            echo "SURVIVED  $1: $2"
            survivors=$((survivors + 1))
        fi
    fi
    cp "$work/kept" "$target"
    case $1 in
    *.h) for f in $twice; do compile "$f"; done ;;
    *) compile "${1%.c}" ;;
    esac
}

mutate rnn.c "tanh': 1 + h^2" 's/(UN_C(1.0) - h \* h)/(UN_C(1.0) + h * h)/'
mutate rnn.c "relu: -dh" 's/da = UN_P(un_zero_unless)(da,/da = UN_P(un_zero_unless)(-da,/'
mutate rnn.c "relu not at all" 's/da = UN_P(un_zero_unless)(da, .*/da = da;/'
mutate rnn.c "linear as relu" 's/activation == UN_ACTIVATION_RELU/activation != UN_ACTIVATION_TANH/'
mutate rnn.c "x is in every quarter" 's/for (size_t k = 0; first == 0 \&\& k < input;/for (size_t k = 0; k < input;/'
mutate rnn.c "no cut" 's/if (!step->cut) {/if (true) {/'
mutate rnn.c "above is in every quarter" 's/= first > 0 ? load(dh/= first > 4 ? load(dh/'
mutate rnn.c "one bias" 's/raw->bias_ih\[u\] + raw->bias_hh\[u\]/raw->bias_ih[u]/'
mutate ../num/vector.h "relu'(0) = 1" 's/(y <= UN_C(0.0))/(y < UN_C(0.0))/'
mutate ../num/vector.h "doubles are flushed too" 's/^    return x;$/    return x * UN_C(0.0);/'
mutate tile.h "sigmoid': s (1 + s)" 's/a \* b \* s \* (UN_C(1.0) - s)/a * b * s * (UN_C(1.0) + s)/'
mutate tile.h "gate gradient: -a b" 's/un_flush)(a \* b/un_flush)(-a * b/'
mutate tile.h "a chain's last product is lost" 's/for (int k = 0; k < K; k++, w += count/for (int k = 0; k + 1 < K; k++, w += count/'
mutate lstm.c "dc -= dh o ..." 's/load(step->dc + at) + dh \* o/load(step->dc + at) - dh * o/'
mutate lstm.c "tanh'(c): 1 + tanh^2" 's/(UN_C(1.0) - tanh_c \* tanh_c)/(UN_C(1.0) + tanh_c * tanh_c)/'
mutate lstm.c "dc_{t-1} = -dc f" 's/un_flush)(dc \* f)/un_flush)(-dc * f)/'
mutate lstm.c "g: 1 + g^2" 's/(UN_C(1.0) - g \* g)/(UN_C(1.0) + g * g)/'
mutate lstm.c "dz_g = -..." 's/un_flush)(dc \* i \*/un_flush)(-dc * i */'
mutate lstm.c "di from i" 's/sigmoid_gradient(dc, g, i)/sigmoid_gradient(dc, i, i)/'
mutate lstm.c "df from g" 's/sigmoid_gradient(dc, load(step->c_previous + at), f)/sigmoid_gradient(dc, g, f)/'
mutate lstm.c "do from dc" 's/sigmoid_gradient(dh, tanh_c, o)/sigmoid_gradient(dc, tanh_c, o)/'
mutate lstm.c "dc not cut" 's/step->cut ? (Vector){0} : UN_P/UN_P/'
mutate lstm.c "dh not cut" '/if (step->cut) return;/d'
mutate lstm.c "nothing from above" 's/step->above ? load([^:]*) : (Vector){0}/(Vector){0}/'
mutate gru.c "dz = dh (h + n)" 's/load(step->h_previous + at) - n/load(step->h_previous + at) + n/'
mutate gru.c "dn = dh (1 + z)" 's/dh \* (UN_C(1.0) - z) \*/dh * (UN_C(1.0) + z) */'
mutate gru.c "n: 1 + n^2" 's/(UN_C(1.0) - n \* n)/(UN_C(1.0) + n * n)/'
mutate gru.c "dhn = -dz_n r" 's/un_flush)(dz_n \* r)/un_flush)(-dz_n * r)/'
mutate gru.c "dr from r" 's/sigmoid_gradient(dz_n, hn, r)/sigmoid_gradient(dz_n, r, r)/'
mutate gru.c "dh_{t-1} -= dh z" 's/above + UN_P(un_flush)(dh \* z)/above - UN_P(un_flush)(dh * z)/'
mutate gru.c "reset before: dh_{t-1} -= q r" 's/ + q \* r)/ - q * r)/'
mutate gru.c "reset before: q is not cut" 's/if (!step->cut) store/store/'
mutate gru.c "reset before: dr without h" 's/sigmoid_gradient(q, load(step->h_previous + at), r)/sigmoid_gradient(q, r, r)/'
mutate gru.c "no cut" '/if (step->cut) return;/d'
mutate gru.c "b_hn in b_n's place" 's/un_pack_bias)(to, HN/un_pack_bias)(to, N/'
mutate tile.h "multiply subtracts" 's/+= x \* load(w + at/-= x * load(w + at/'
mutate product.c "outer subtracts" 's/+= x \* load(a/-= x * load(a/'
mutate tile.h "a quarter of the products is lost" 's/for (int q = 0; q < together; q++) {/for (int q = 0; q < (together > 1 ? together - 1 : 1); q++) {/'
mutate tile.h "a single row has one quarter" 's/first < end; first += together/first < 1; first += together/'
mutate product.c "a pack forgets the second direction" 's/(ptrdiff_t)part \* columns.each + column/column/'
mutate kernel.c "multiply subtracts" 's/sum\[r\]\[1\] += x \* w1/sum[r][1] -= x * w1/'
mutate kernel.c "a narrow multiply forgets its rows" 's/row + NARROW_TILE <= rows; row += NARROW_TILE/row + NARROW_TILE <= rows; row += NARROW_TILE + 1/'
mutate kernel.c "outer passes over the rows that count" 's/live \&\& !live\[row\]/live \&\& live[row]/'
mutate kernel.c "outer subtracts" 's/sum\[n\]\[0\] += x \* v\[0\]/sum[n][0] -= x * v[0]/'
mutate recurrent.c "reverse: border one step late" 's/direction == 0 ? t : t + 1)/t)/'
mutate recurrent.c "b_ih -=" 's/bias_ih + row + u\] +=/bias_ih + row + u] -=/'
mutate recurrent.c "b_hh -=" 's/bias_hh + row + u\] +=/bias_hh + row + u] -=/'
mutate recurrent.c "b_hn takes dz_n" 's/+= bias\[from_h + u\]/+= bias[from_x + u]/'
mutate recurrent.c "dW_hh pairs the reverse direction with t-1" 's/direction == 0 ? first - 1 : first + 1/first - 1/'
mutate recurrent.c "dW_hh pairs with h_t" 's/direction == 0 ? first - 1 : first + 1/first/'
mutate recurrent.c "the last chunk is lost" 's/if (waiting < chunk \&\& s > 0) continue;/if (waiting < chunk) continue;/'
mutate recurrent.c "dx of one direction only" 's/if (direction == 0) memset(dx/memset(dx/'
mutate recurrent.c "no dc at the start" 's/if (step.dc) memset/if (0) memset/'
mutate recurrent.h "dW_hn pairs with dz_n" 's/{1, 2, 0}, {1, 2, 3}/{1, 2, 0}, {1, 2, 0}/'
mutate model.c "rows with a slope are dead" 's/dy\[o\] != UN_C(0.0) ||/dy[o] == UN_C(0.0) ||/'
mutate model.c "an infinite weight does not reach unscored steps" 's/ || y\[o\] - y\[o\] != UN_C(0.0)//'
mutate model.c "directions joined the wrong way round" 's/joined + i \* stride + pitch, tape->track\[layer\]\[1\]/joined + i * stride + pitch, tape->track[layer][0]/'
mutate track.c "di from i" 's/return dc \* gates\[G \* row->width\]/return dc * gates[I * row->width]/'
mutate track.c "df from c_t" 's/track->c\[row->before + u\]/track->c[row->state + u]/'
mutate track.c "dz of the GRU from h_t" 's/return dh \* (before - /return dh * (track->h[row->state + u] - /'
mutate linear.c "packed bias left out" 's/memcpy(packed, params + map->bias, /memset(packed, 0, /'
mutate linear.c "db from one step less" 's/(grads + map->bias, 1, 1, dy, dy_stride, map->out, NULL, 0, 1, steps/(grads + map->bias, 1, 1, dy, dy_stride, map->out, NULL, 0, 1, steps - 1/'
mutate linear.c "W^T packed as W" 's/weight, map->stride, 1, map->out, map->in/weight, 1, map->stride, map->out, map->in/'
mutate feedforward.c "tanh': 1 + h^2" 's/(UN_C(1.0) - h\[i\] \* h\[i\])/(UN_C(1.0) + h[i] * h[i])/'
mutate feedforward.c "the window looks ahead" 's/(&map, later, H, tape->input\[layer\], map.in/(\&map, track->gates, H, tape->input[layer] + (size_t)j * (size_t)B * (size_t)map.in, map.in/'
mutate feedforward.c "oldest input first" 's/map.weight += (size_t)j/map.weight += (size_t)(un_net_window(def) - 1 - j)/'
mutate feedforward.c "dx of the present step only" 's/if (!dx) continue;/if (!dx || j > 0) continue;/'
mutate feedforward.c "dW pairs with the present input" 's/grads, later, H, tape->input/grads, track->dgates, H, tape->input/'
mutate ssm.c "tanh': 1 + h^2" 's/(UN_C(1.0) - h\[i\] \* h\[i\])/(UN_C(1.0) + h[i] * h[i])/'
mutate ssm.c "dz = dc (c + u)" 's/(before\[i\] - u\[i\])/(before[i] + u[i])/'
mutate ssm.c "z: z (1 + z)" 's/value \* z\[i\] \* (UN_C(1.0) - z\[i\])/value * z[i] * (UN_C(1.0) + z[i])/'
mutate ssm.c "du = dc (1 + z)" 's/value = dc\[i\] \* (UN_C(1.0) - z\[i\])/value = dc[i] * (UN_C(1.0) + z[i])/'
mutate ssm.c "dc_{t-1} -= dc z" 's/dc_before\[i\] += dc/dc_before[i] -= dc/'
mutate ssm.c "what enters is z u" 's/(UN_C(1.0) - z\[i\]) \* u\[i\]/z[i] * u[i]/'
mutate ssm.c "no cut" 's/if (!at.cut) pass_row/pass_row/'
mutate ssm.c "reverse: border one step late" 's/direction == 0 ? t : t + 1)/t)/'
mutate ssm.c "reverse reads forward" 's/direction == 0 ? s : T - 1 - s/s/'
mutate ssm.c "dx of z left out" '/if (maps.selective) UN_P(un_linear_add_back)/d'
mutate ssm.c "dx of one direction only" 's/if (direction == 0) memset(dx/memset(dx/'
mutate ssm.c "dalpha from the gate's value" 's/(grads + maps.alpha, 1, 1, dz,/(grads + maps.alpha, 1, 1, track->dgates,/'
mutate ssm.c "dW_z from the gate's value" 's/(&maps.z, grads, dz, 2 \* H, x/(\&maps.z, grads, track->dgates, 2 * H, x/'
mutate ssm.c "dW_o pairs with h" 's/grads, into_h, H, track->c, H/grads, into_h, H, track->h, H/'
mutate attention.c "softmax does not subtract its mean" 's/(d\[i\] - mean)/(d[i] + mean)/'
mutate attention.c "no 1/sqrt H backwards" 's/ (d\[i\] - mean) \* scale/ (d[i] - mean)/'
mutate attention.c "no 1/sqrt H" 's/row\[i\] \*= scale;$/row[i] *= UN_C(1.0);/'
mutate attention.c "looks one step ahead" 's/softmax(row, t + r + 1, end)/softmax(row, t + r + 1 < end ? t + r + 2 : end, end)/'
mutate attention.c "positions: cosine first" 's/row\[0\] = (un_real)sine/row[0] = (un_real)cosine/'
mutate attention.c "positions run backwards" 's/cosine \* step_cosine - sine \* step_sine/cosine * step_cosine + sine * step_sine/'
mutate attention.c "dq from the values" 's/s->slopes, s->T, s->along\[0\]/s->slopes, s->T, s->along[1]/'
mutate attention.c "dk from the weights" 's/1, s->slopes, s->T, end, s->gates/1, s->weights, s->T, end, s->gates/'
mutate attention.c "dv from the slopes" 's/1, s->weights, s->T, end, dh/1, s->slopes, s->T, end, dh/'
mutate attention.c "scores of the values" 's/s->across\[0\], s->H, 0, rows/s->across[1], s->H, 0, rows/'
mutate attention.c "blocks of rows from 0 only" 's/(s->T - 1) \/ ROWS \* ROWS/0/'
mutate attention.c "de without q, k, v" '/un_linear_add_back)(&maps.project/d'
mutate attention.c "dW of q, k, v pairs with the query" 's/grads, dy, stride, track->gates, stride/grads, dy, stride, track->gates + H, stride/'
mutate attention.c "tail of a row left out of its sum" 's/i < n; i++, j++/i < n - 1; i++, j++/'
mutate loss.c "softmax + 1" 's/p - 1.0/p + 1.0/'
mutate loss.c "mse: -d" 's/scale \* 2.0/scale * -2.0/'
mutate optimizer.c "sgd climbs" 's/p\[i\] -= lr \* (coef/p[i] += lr * (coef/'
mutate optimizer.c "momentum climbs" 's/p\[i\] -= lr \* v/p[i] += lr * v/'
mutate optimizer.c "rmsprop climbs" 's/p\[i\] -= lr \* (g/p[i] += lr * (g/'
mutate optimizer.c "adam climbs" 's/p\[i\] -= rate/p[i] += rate/'
mutate optimizer.c "adam: no bias correction of v" 's/UN_SQRT(v\[i\]) \/ root/UN_SQRT(v[i])/'

echo "$count changes, $survivors survived or found no place"
[ "$survivors" -eq 0 ]
