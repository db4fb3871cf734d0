/// What a model is made of and how it starts and learns, in plain data, independent of precision.
#ifndef UN_NET_DEF_H
#define UN_NET_DEF_H

#include "net/cell.h"
#include "net/isa.h"

#include <stddef.h>

typedef enum un_Activation {
    UN_ACTIVATION_TANH,
    UN_ACTIVATION_RELU,
    UN_ACTIVATION_LINEAR,
    UN_ACTIVATION_COUNT
} un_Activation;
typedef enum un_Init {
    UN_INIT_PYTORCH,
    UN_INIT_XAVIER,
    UN_INIT_ORTHOGONAL,
    UN_INIT_IDENTITY,
    UN_INIT_GAUSSIAN,
    UN_INIT_COUNT
} un_Init;
typedef enum un_GateBias { UN_GATE_BIAS_NONE, UN_GATE_BIAS_CONSTANT, UN_GATE_BIAS_CHRONO } un_GateBias;
typedef enum un_Optimizer {
    UN_OPTIMIZER_SGD,
    UN_OPTIMIZER_MOMENTUM,
    UN_OPTIMIZER_RMSPROP,
    UN_OPTIMIZER_ADAM,
    UN_OPTIMIZER_COUNT
} un_Optimizer;
typedef enum un_Loss { UN_LOSS_CROSS_ENTROPY, UN_LOSS_MSE } un_Loss;

/// The names of the command line, in enum order; the index of a name, or -1.
extern const char *const un_activation_names[UN_ACTIVATION_COUNT];
extern const char *const un_init_names[UN_INIT_COUNT];
extern const char *const un_optimizer_names[UN_OPTIMIZER_COUNT];
/// The same for a reader: catalogue keys.
extern const char *const un_activation_titles[UN_ACTIVATION_COUNT];
extern const char *const un_init_titles[UN_INIT_COUNT];
extern const char *const un_optimizer_titles[UN_OPTIMIZER_COUNT];

enum { UN_LAYERS_MAX = 4, UN_HIDDEN_MAX = 512, UN_WINDOW_MAX = 5000 };

/// The shape of a model. Letters as everywhere: I input, H hidden, O output, D directions (1 or 2), G gates.
typedef struct un_NetDef {
    un_Cell cell;
    un_Activation activation;  ///< RNN only
    int input, hidden, output; ///< I, H, O
    int layers;                ///< 1..UN_LAYERS_MAX
    bool bidirectional;        ///< D = 2: the output of a layer is [forward | reverse]
    bool reset_before;         ///< GRU: n = tanh(W x + W (r*h)) (Cho et al. 2014, v3) instead of PyTorch's r*(W h + b)
    int window;                ///< window only: steps that a step sees, itself included; 1..UN_WINDOW_MAX
    int truncate;              ///< gradients stop every `truncate` steps, counted back from the last step; 0: never
    un_Loss loss;
    un_Isa isa; ///< whose kernels compute it, an available one: no number depends on it
} un_NetDef;

typedef struct un_InitDef {
    un_Init init;
    double gain;   ///< multiplies W_hh; 1 = as the initialisation says
    double radius; ///< then W_hh is scaled to this spectral radius; 0 = not
    un_GateBias gate_bias;
    double gate_bias_value; ///< for UN_GATE_BIAS_CONSTANT
    double tmax;            ///< for chrono: T_max (Tallec & Ollivier 2018)
} un_InitDef;

typedef struct un_OptimizerDef {
    un_Optimizer kind;
    double lr;
    double momentum; ///< UN_OPTIMIZER_MOMENTUM; 0.9
    double clip;     ///< largest global gradient norm; 0 = off
} un_OptimizerDef;

/// One parameter tensor inside the flat parameter array. Gradients and moments use the same offsets.
typedef struct un_ParamInfo {
    char name[40]; ///< weight_ih_l0, bias_hh_l1_reverse, readout.weight ... as PyTorch, or the reference vectors, say
    size_t offset; ///< in numbers
    int rows, columns; ///< columns = 1 for a bias
} un_ParamInfo;

enum { UN_TENSORS_MAX = 8, UN_PARAMS_MAX = UN_LAYERS_MAX * 2 * UN_TENSORS_MAX + 2 };

/// Lists the tensors: those of un_net_tensors for each layer and direction, then readout.weight (O,D*H), readout.bias
/// (O). Returns how many; *total (may be NULL) gets the number of parameters.
int un_net_params(const un_NetDef *def, un_ParamInfo info[UN_PARAMS_MAX], size_t *total);

/// What a tensor is for, which decides how it starts.
typedef enum un_TensorRole {
    UN_TENSOR_WEIGHT,
    UN_TENSOR_STATE_WEIGHT, ///< W_hh, gate by gate
    UN_TENSOR_BIAS,
    UN_TENSOR_KEEP, ///< what a comparison cell's keep gate is a sigmoid of: (H)
} un_TensorRole;

/// One tensor of one layer and direction.
typedef struct un_Tensor {
    const char *kind; ///< "weight_ih", "alpha": the parameter's name without layer and direction
    un_TensorRole role;
    int rows, columns; ///< columns = 1 for a bias
    size_t offset;     ///< in the flat array
} un_Tensor;

/// The tensors of one layer and direction (0 forward, 1 reverse), in their order in the flat array. Returns how many.
/// rnn, lstm, gru: weight_ih (G*H,in), weight_hh (G*H,H), bias_ih, bias_hh (G*H). The others: linear maps, each a
/// weight and its bias. feedforward, window: weight_ih (H,k*in), newest step first. attention: weight_in (H,in),
/// weight_q, weight_k, weight_v (H,H). ssm: weight_u (H,in), weight_o (H,H), alpha (H); selective: weight_z (H,in),
/// bias_z in its place.
int un_net_tensors(const un_NetDef *def, int layer, int direction, un_Tensor list[UN_TENSORS_MAX]);

/// Where the tensors of one layer and direction of an rnn, lstm or gru start in the flat array.
typedef struct un_TrackParams {
    int input; ///< columns of weight_ih: I for layer 0, D*H above
    size_t weight_ih, weight_hh, bias_ih, bias_hh;
} un_TrackParams;

un_TrackParams un_net_track_params(const un_NetDef *def, int layer, int direction);
/// Steps that a step of a feedforward (1) or window cell sees.
int un_net_window(const un_NetDef *def);
/// What a layer reads: I for layer 0, D*H above.
int un_net_layer_input(const un_NetDef *def, int layer);
/// Offset of readout.weight; readout.bias follows it.
size_t un_net_readout_offset(const un_NetDef *def);

/// How many moment arrays un_optimizer_step uses: SGD 0, momentum and RMSprop 1 (moment1), Adam 2.
int un_optimizer_moments(un_Optimizer kind);

/// True when the gradient may not pass from step t to step t-1 of a sequence of T steps (truncated BPTT): windows of
/// `truncate` steps counted back from the last step, so that a loss at the end always sees a full window. The reverse
/// direction is cut at the same borders (there the gradient would pass from t-1 to t). False for t = 0: h_0's gradient
/// is not cut.
bool un_net_cuts(const un_NetDef *def, int T, int t);

#endif
