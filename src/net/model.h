/// A recurrent model: forward pass, loss, backward pass through time, and the tape that keeps every state, gate and
/// gradient. Compiled for float (training) and double (probing, verification) from one source.
#ifndef UN_NET_MODEL_H
#define UN_NET_MODEL_H

#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"
#include "net/def.h"
#include "net/isa.h"

#include <stdint.h>

/// What a tape has room for, and on which instruction set its passes run.
typedef struct un_TapeDef {
    int T, B;        ///< largest numbers of steps and sequences, >= 1, their product below 2^31 (checked)
    un_Isa isa;      ///< an available one
    bool with_dx;    ///< also dL/dx
    bool unrecorded; ///< keeps of the backward pass only what it needs itself: to measure what the recording costs
} un_TapeDef;

#define UN_PRECISION 32
#include "num/precision.h"

#include "net/model_decl.h"
#include "num/precision_end.h"

#define UN_PRECISION 64
#include "num/precision.h"

#include "net/model_decl.h"
#include "num/precision_end.h"

#endif
