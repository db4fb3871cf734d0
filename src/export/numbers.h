/// The numbers behind a view, as one table; and a run's traces as arrays for NumPy.
#ifndef UN_EXPORT_NUMBERS_H
#define UN_EXPORT_NUMBERS_H

#include "export/table.h"
#include "view/view.h"

/// What a view shows, as rows: lane, where, and the numbers; an LSTM's gates stand under what they do (keep, write, read, reset, new). view:
/// index of un_view_table; -1, the lab: the stage's. json: else CSV. Errors: UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_numbers_write(const un_Snapshot *snapshot, int view, bool json, un_FileStream *stream, un_Error *error);

/// Arrays (T,...) of every lane's top layer, each a .npy in an uncompressed .npz: numpy.load("x.npz")["LSTM/h"]. Names: LANE/h, c, dL_dh,
/// dL_dc, gate_NAME, dL_dz_NAME (of the pre-activations), prediction; LANE/reverse/... for the other direction; input. The snapshot has
/// single units' gradients when they were wanted (UN_WANT_UNITS). Errors: UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_numbers_arrays(const un_Snapshot *snapshot, un_FileStream *stream, un_Error *error);
/// The one of these arrays that is called `name`, as a .npy. Errors: those of un_numbers_check, UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_numbers_array(const un_Snapshot *snapshot, const char *name, un_FileStream *stream, un_Error *error);
/// Whether there is such an array. Errors: UN_ERROR_VALUE "--trace: found 'x', valid: input, LSTM/h, ...", UN_ERROR_MEMORY.
un_Status un_numbers_check(const un_Snapshot *snapshot, const char *name, un_Error *error);

#endif
