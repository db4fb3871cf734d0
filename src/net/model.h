/// A recurrent model: forward pass, loss, backward pass through time, and the tape that keeps every state, gate and
/// gradient. Compiled for float (training) and double (probing, verification) from one source.
#ifndef UN_NET_MODEL_H
#define UN_NET_MODEL_H

#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"
#include "net/def.h"

#include <stdint.h>

#define UN_PRECISION 32
#include "num/precision.h"

#include "net/model_decl.h"
#include "num/precision_end.h"

#define UN_PRECISION 64
#include "num/precision.h"

#include "net/model_decl.h"
#include "num/precision_end.h"

#endif
