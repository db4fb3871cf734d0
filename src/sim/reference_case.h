/// A file of reference vectors in memory: what to run, and what must come out of it. Internal to reference*.c.
#ifndef UN_SIM_REFERENCE_CASE_H
#define UN_SIM_REFERENCE_CASE_H

#include "base/arena.h"
#include "base/error.h"
#include "net/model.h"

#define UN_REFERENCE_FORMAT "unroll-golden-1"

enum { UN_REFERENCE_WANTED_MAX = 192, UN_REFERENCE_UPDATES = 4 };

/// Where a tensor of the file is found again after our own run.
typedef enum un_ReferenceSource {
    UN_FROM_OUTPUT,
    UN_FROM_LOGITS,
    UN_FROM_LOSS,
    UN_FROM_GRADS,
    UN_FROM_DX,
    UN_FROM_FIRST, ///< part: gradient of the initial states, all tracks
    UN_FROM_LAST,  ///< part: last states, all tracks
    UN_FROM_NORM,
    UN_FROM_CLIP,
    UN_FROM_UPDATE,
    UN_FROM_TRACK,   ///< part of one track
    UN_FROM_WEIGHTS, ///< attention weights of the top layer
} un_ReferenceSource;

typedef struct un_ReferenceWanted {
    char name[64];
    double *values, *got;
    size_t count;
    bool stepwise; ///< (T, B*H) gradients, to be compared step by step in a *_long file
    bool absolute; ///< a size to which the tensor's own largest value is no yardstick
    un_ReferenceSource source;
    un_TrackPart part;
    int layer, direction; ///< UN_FROM_UPDATE: layer is the row of `updates`
    size_t place;         ///< UN_FROM_GRADS, UN_FROM_UPDATE: offset in the parameters; UN_FROM_TRACK: the gate
} un_ReferenceWanted;

/// A file's contents. Everything pointed to lies in `arena`.
typedef struct un_ReferenceCase {
    un_Arena arena;
    un_NetDef net;
    int T, B;
    bool is_long;
    size_t params_count;
    double *params, *x, *h0, *c0, *values;
    int32_t *classes;
    unsigned char *scored;
    double scale, max_norm;
    un_ReferenceWanted wanted[UN_REFERENCE_WANTED_MAX];
    int wanted_count;
} un_ReferenceCase;

/// The optimisers whose two steps a file holds.
typedef struct un_ReferenceUpdate {
    const char *name;
    un_OptimizerDef def;
} un_ReferenceUpdate;
extern const un_ReferenceUpdate un_reference_updates[UN_REFERENCE_UPDATES];

/// Fills the case from the text of a file (size bytes and a 0). name stands in errors. c->arena is the caller's to
/// free, also after an error. Errors: UN_ERROR_FILE with line and column, UN_ERROR_MEMORY.
un_Status un_reference_read(un_ReferenceCase *c, const char *name, const char *text, size_t size, un_Error *error);

/// The line and column, from 1, at which a value of a JSON text stands: the parser does not keep them. path: keys and
/// indices with '/' between them ("layers/0/dL_dh/3"). A key that is missing is placed at its object.
void un_reference_place(const char *text, const char *path, int *line, int *column);

#endif
