// No include guard: net/model.h includes this once per precision. See there.

/// What one direction of one layer did, and what arrived at it, as its architecture lays it out: un_tape_row reads it.
/// Indexed by the ORIGINAL time t also for the reverse direction. Gradients are total derivatives: dh[t] = dL/dh_t with
/// everything later and above in it. The same buffers serve as the workspace of the backward pass.
typedef struct UN_P(un_Track) {
    bool unrecorded; ///< as in un_TapeDef
    un_real *h0,
        *c0; ///< (B,H) initial state; set by the caller before forward (zeros after un_tape_carve); c0 NULL without c
    un_real *h, *c;   ///< per step and sequence a row of units
    un_real *gates;   ///< rows of gates after activation: LSTM i f g o; GRU n r z hn; for the RNN the PRE-activation a
    un_real *tanh_c;  ///< LSTM: tanh(c_t), which both passes need; else NULL
    un_real *reset_h; ///< GRU, reset before the product: r h_{t-1}; else NULL
    un_real *dh, *dc; ///< as h, c
    un_real *dgates;  ///< with respect to the gate VALUE, where they are kept
    un_real *dz;      ///< as gates, with respect to the gates' pre-activations; GRU: dz_n dz_r dz_z dhn
    un_real *dreset;  ///< GRU, reset before the product: the gradient of r h_{t-1}; else NULL
    un_real *dh0, *dc0; ///< (B,H) where they are not rows of dh and dc
    un_real *hn, *dhn;  ///< where they are not parts of gates and dz
} UN_P(un_Track);

typedef struct UN_P(un_Tape) {
    int T, B;
    un_Isa isa;
    UN_P(un_Track) track[UN_LAYERS_MAX][2]; ///< [layer][direction]
    un_real *input[UN_LAYERS_MAX];          ///< input of each layer: [0] is the caller's x (T,B,I), others (T,B,D*H)
    un_real *dinput[UN_LAYERS_MAX]; ///< gradients of the same; [0] (T,B,I) only when asked for at carving, else NULL
    un_real *output, *doutput;      ///< (T,B,D*H) of the top layer, and its gradient from the readout alone
    size_t input_stride[UN_LAYERS_MAX], output_stride; ///< from row to row of input and dinput, of output and doutput
    un_real *logits, *dlogits; ///< (T,B,O); rows of unscored steps are computed for logits, 0 in dlogits
    unsigned char *live;       ///< (T,B) workspace of backward: 0 where nothing comes back through the readout
    un_real *scratch;          ///< workspace of the kernels
} UN_P(un_Tape);

/// What is to be learned from one batch. class_target or value_target, as the model's loss says.
typedef struct UN_P(un_Target) {
    const unsigned char *scored; ///< (T,B) 0: no loss here; 1: counts, in *correct as well; 2: counts in the loss only
    const int32_t *class_target; ///< (T,B) or NULL
    const un_real *value_target; ///< (T,B,O) or NULL
    const double *weight;        ///< (B) multiplies each sequence's loss and gradient; NULL: 1
} UN_P(un_Target);

/// Takes every buffer of a tape from the arena (which may only measure). Allocates nothing else.
void UN_P(un_tape_carve)(UN_P(un_Tape) * tape, un_Arena *arena, const un_NetDef *def, const un_TapeDef *tape_def);

/// Copies one part's (H) of time t and sequence b out of a track; out is what is wanted of a recorded pass outside this
/// folder, whatever the layout in memory. gate: for UN_PART_GATE, DGATE, DZ, else 0. False, out untouched: the cell has
/// no such part. t = -1 of H, C, DH and DC: the initial state.
bool UN_P(un_tape_row)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int direction, un_TrackPart part,
                       int gate, int t, int b, un_real *out);
/// Copies what layer 0 or a higher one read at time t of sequence b, its input's width numbers; of the gradient that
/// reached the network's own input (I), false, out untouched, unless it was asked for at carving; and of dL/dh_t from the
/// readout alone (H) in one direction of the top layer.
void UN_P(un_tape_input)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int t, int b, un_real *out);
bool UN_P(un_tape_input_gradient)(const un_NetDef *def, const UN_P(un_Tape) * tape, int t, int b, un_real *out);
void UN_P(un_tape_output_gradient)(const un_NetDef *def, const UN_P(un_Tape) * tape, int direction, int t, int b,
                                   un_real *out);
/// Copies the attention weights (T) of time t and sequence b: how much of each step's value entered h_t, 0 after t.
/// Made anew from what the pass recorded, with the tape's scratch memory. False, out untouched: the cell has none.
bool UN_P(un_tape_weights)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int t, int b, un_real *out);
/// Sets the initial state of sequence b of one track: UN_PART_H or UN_PART_C from (H), NULL: zeros.
void UN_P(un_tape_set_initial)(const un_NetDef *def, UN_P(un_Tape) * tape, int layer, int direction, un_TrackPart part,
                               int b, const un_real *from);
/// Zero initial states everywhere, for tapes that share their memory.
void UN_P(un_tape_clear_initial)(const un_NetDef *def, UN_P(un_Tape) * tape);

/// Numbers needed for `packed` below.
size_t UN_P(un_packed_size)(const un_NetDef *def);
/// Lays the weights out for the kernels of one instruction set, which must be the tape's. Call after every change of
/// params, before forward.
void UN_P(un_weights_pack)(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed);

/// All layers, then logits. A sequence's bits do not depend on the other sequences nor on B. x (T,B,I) borrowed until
/// backward is done. tape->T and tape->B say how many of the carved steps and sequences are in use. Errors: none.
/// Allocates nothing. Any thread, one tape each.
void UN_P(un_net_forward)(const un_NetDef *def, const un_real *params, const un_real *packed, UN_P(un_Tape) * tape,
                          const un_real *x);

/// Loss SUM over scored entries (CE in nats: Bridle 1990; MSE: squared error summed over outputs), and dlogits = scale
/// * d(sum)/dlogits. For a batch mean pass scale = 1/(number of scored entries [* O for MSE] of the whole batch).
/// *correct (may be NULL): entries scored 1 whose largest logit is the target; MSE: 0. A NaN or +infinity
/// among the logits of a scored step gives a sum that is not finite, never an error (CE: -infinity is probability 0).
double UN_P(un_net_loss)(const un_NetDef *def, UN_P(un_Tape) * tape, const UN_P(un_Target) * target, double scale,
                         long *correct);

/// Backward through time (Werbos 1990; Rumelhart, Hinton & Williams 1986) from tape->dlogits. ADDS to grads (layout of
/// un_net_params); fills every gradient of the tape. Order of summation: t downwards, sequences upwards; fixed.
void UN_P(un_net_backward)(const un_NetDef *def, const un_real *params, const un_real *packed, UN_P(un_Tape) * tape,
                           un_real *grads);

/// Fills params by init (CLI.md "Initialisations"). Draws only from `random`, the same numbers in both precisions.
/// Errors: UN_ERROR_MEMORY (its workspace, freed again at the end), params untouched.
un_Status UN_P(un_net_init)(const un_NetDef *def, const un_InitDef *init, un_Random *random, un_real *params);
/// Bytes of that workspace.
size_t UN_P(un_net_init_memory)(const un_NetDef *def);

/// Global 2-norm over n gradients, accumulated in double in order.
double UN_P(un_grad_norm)(const un_real *grads, size_t n);

/// coef = min(1, clip / (norm + 1e-6)) (Pascanu et al. 2013, as torch.nn.utils.clip_grad_norm_); 1 when clip is 0 or
/// the norm NaN, 0 for an infinite norm: the caller looks at the norm before it updates.
double UN_P(un_clip_coefficient)(double norm, double clip);

/// One update. moment1, moment2: n numbers each, zero before the first (unused ones may be NULL: see
/// un_optimizer_moments). step counts from 1. grads are multiplied by coef first. SGD v = mu v + g without dampening;
/// RMSprop (Tieleman & Hinton 2012) alpha .99, Adam .9 .999 (Kingma & Ba 2015), eps 1e-8 outside the root. Allocates
/// nothing.
void UN_P(un_optimizer_step)(const un_OptimizerDef *def, un_real *params, const un_real *grads, un_real *moment1,
                             un_real *moment2, size_t n, long step, double coef);
