#include "net/linear.h"

#include "net/kernel.h"

#include <string.h>

typedef UN_P(un_Linear) Linear;

size_t UN_P(un_linear_packed_size)(int in, int out) {
    return (size_t)out + UN_P(un_kernel_packed_size)(in, out) + UN_P(un_kernel_packed_size)(out, in);
}

/// Where W^T and W lie.
static const un_real *forward_of(const Linear *map) {
    return map->packed + map->out;
}

static const un_real *backward_of(const Linear *map) {
    return forward_of(map) + UN_P(un_kernel_packed_size)(map->in, map->out);
}

void UN_P(un_linear_pack)(const Linear *map, const un_real *params, un_real *packed) {
    const un_real *weight = params + map->weight;
    memcpy(packed, params + map->bias, (size_t)map->out * sizeof *packed);
    UN_P(un_kernel_pack)(packed += map->out, weight, 1, map->stride, map->in, map->out);
    packed += UN_P(un_kernel_packed_size)(map->in, map->out);
    UN_P(un_kernel_pack)(packed, weight, map->stride, 1, map->out, map->in);
}

void UN_P(un_linear_start)(const Linear *map, un_real *y, int y_stride, int rows) {
    for (size_t row = 0; row < (size_t)rows; row++) {
        memcpy(y + row * (size_t)y_stride, map->packed, (size_t)map->out * sizeof *y);
    }
}

void UN_P(un_linear_add)(const Linear *map, un_real *y, int y_stride, const un_real *x, int x_stride, int rows) {
    UN_P(un_kernel_multiply)(y, y_stride, x, x_stride, forward_of(map), map->in, 0, rows, map->in, map->out);
}

void UN_P(un_linear_add_back)(const Linear *map, un_real *dx, int dx_stride, const un_real *dy, int dy_stride,
                              int rows) {
    UN_P(un_kernel_multiply)(dx, dx_stride, dy, dy_stride, backward_of(map), map->out, 0, rows, map->out, map->in);
}

void UN_P(un_linear_weight_gradient)(const Linear *map, un_real *grads, const un_real *dy, int dy_stride,
                                     const un_real *x, int x_stride, int steps, int batch) {
    UN_P(un_kernel_outer)
    (grads + map->weight, map->stride, 1, dy, dy_stride, map->out, x, x_stride, map->in, steps, batch, NULL);
}

void UN_P(un_linear_bias_gradient)(const Linear *map, un_real *grads, const un_real *dy, int dy_stride, int steps,
                                   int batch) {
    UN_P(un_kernel_outer)(grads + map->bias, 1, 1, dy, dy_stride, map->out, NULL, 0, 1, steps, batch, NULL);
}
