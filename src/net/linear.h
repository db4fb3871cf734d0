/// y = W x + b for every step of a sequence, and back: what the comparison cells are made of. Compiled per precision.
/// Internal to this folder.
#ifndef UN_NET_LINEAR_H
#define UN_NET_LINEAR_H

#include "net/precise.h"

/// One linear map of a track. Its weight may be a range of columns of a wider one.
typedef struct UN_P(un_Linear) {
    int in, out;
    size_t weight, stride; ///< weight's (0,0) in the flat array, and the numbers between its rows
    size_t bias;           ///< in the flat array
    const un_real *packed; ///< b, then W^T (in,out) and W (out,in) as un_kernel_pack lays them out
} UN_P(un_Linear);

/// The map of tensors i (a weight) and i+1 (its bias) of un_net_tensors. packed: where its packed form lies.
static inline UN_P(un_Linear) UN_P(un_linear_of)(const un_Tensor *tensors, int i, const un_real *packed) {
    return (UN_P(un_Linear)){.in = tensors[i].columns,
                             .out = tensors[i].rows,
                             .weight = tensors[i].offset,
                             .stride = (size_t)tensors[i].columns,
                             .bias = tensors[i + 1].offset,
                             .packed = packed};
}

/// Numbers of the packed form.
size_t UN_P(un_linear_packed_size)(int in, int out);
/// Lays bias and weight out there.
void UN_P(un_linear_pack)(const UN_P(un_Linear) * map, const un_real *params, un_real *packed);

/// y (rows,out) = b. Strides are the numbers between rows, here and below.
void UN_P(un_linear_start)(const UN_P(un_Linear) * map, un_real *y, int y_stride, int rows);
/// y (rows,out) += W x (rows,in)
void UN_P(un_linear_add)(const UN_P(un_Linear) * map, un_real *y, int y_stride, const un_real *x, int x_stride,
                         int rows);
/// dx (rows,in) += W^T dy (rows,out)
void UN_P(un_linear_add_back)(const UN_P(un_Linear) * map, un_real *dx, int dx_stride, const un_real *dy, int dy_stride,
                              int rows);
/// dW += sum of dy x^T over steps and sequences, in un_kernel_outer's order
void UN_P(un_linear_weight_gradient)(const UN_P(un_Linear) * map, un_real *grads, const un_real *dy, int dy_stride,
                                     const un_real *x, int x_stride, int steps, int batch);
/// db += sum of dy
void UN_P(un_linear_bias_gradient)(const UN_P(un_Linear) * map, un_real *grads, const un_real *dy, int dy_stride,
                                   int steps, int batch);

#endif
