/// A run as a file: everything that training needs to go on to the same bits. All numbers little-endian:
///
///     "UNROLL\r\n"                 magic; a text-mode copy breaks it
///     u64 version, u64 size        1; of the whole file in bytes
///     sections                     4 letters, u64 length, contents:
///       EXPT                       the experiment as YAML text, its edits included
///       RUNS                       i64 updates done, u64 x 4 state of the random stream "batch"; for a task that carries,
///                                  i64 x batch of what its sampler remembers
///       LANE, one for each lane    u64 parameters P, figures and running means (un_LaneState, the rings of the last
///                                  UN_RECENT batches), then f32 x P parameters, first and second moments,
///                                  carried states
///     u64                          FNV-1a 64 of everything before it
///
/// The same run gives the same bytes on every machine: what the clock says is not in it, so speed is counted anew.
#ifndef UN_SIM_CHECKPOINT_H
#define UN_SIM_CHECKPOINT_H

#include "sim/trainer.h"

enum { UN_CHECKPOINT_VERSION = 1 };

/// Bytes of a checkpoint of this experiment's run, its edits as they stand.
double un_checkpoint_memory(const un_Experiment *experiment);

/// The trainer as it stands, into memory that the caller frees. Errors: UN_ERROR_MEMORY, outputs untouched. The
/// trainer's owner.
un_Status un_checkpoint_encode(const un_Trainer *trainer, char **bytes, size_t *size, un_Error *error);

/// A trainer that goes on where the encoded one stood. name stands in errors; executor as in un_trainer_create; a run
/// that would need more than max_memory bytes is refused. Errors -> NULL: UN_ERROR_FILE (no checkpoint, another
/// version, cut off, damaged, contents that no run has), UN_ERROR_MEMORY.
un_Trainer *un_checkpoint_decode(const char *bytes, size_t size, const char *name, const un_Executor *executor,
                                 double max_memory, un_Error *error);

/// un_checkpoint_encode into a file, all or nothing: an earlier file stays when this fails. Errors: UN_ERROR_FILE,
/// UN_ERROR_MEMORY.
un_Status un_checkpoint_write(const un_Trainer *trainer, const char *path, un_Error *error);
/// un_checkpoint_decode from a file.
un_Trainer *un_checkpoint_read(const char *path, const un_Executor *executor, double max_memory, un_Error *error);

/// The part behind the experiment alone, for whoever keeps states of one run in memory (sim/timeline.h). `bytes` has
/// un_checkpoint_state_size bytes of room; load takes only what save wrote for the same experiment, edits aside.
size_t un_checkpoint_state_size(const un_Experiment *experiment);
void un_checkpoint_state_save(const un_Trainer *trainer, unsigned char *bytes);
void un_checkpoint_state_load(un_Trainer *trainer, const unsigned char *bytes);

#endif
