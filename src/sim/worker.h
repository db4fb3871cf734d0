/// The worker: the trainer on its own thread, commands down a bounded queue, snapshots up through three slots and one
/// atomic index. The trainer never waits for the screen, the screen never waits for the trainer. The only file with
/// threads.
#ifndef UN_SIM_WORKER_H
#define UN_SIM_WORKER_H

#include "sim/executor.h"
#include "sim/experiment.h"
#include "sim/intervention.h"
#include "sim/until.h"
#include "snapshot/snapshot.h"

typedef struct un_Worker un_Worker;

typedef enum un_CommandKind {
    UN_COMMAND_PLAY, ///< train until the planned updates are done, or PAUSE
    UN_COMMAND_PAUSE,
    UN_COMMAND_STEP,      ///< one update, then stand; past the planned updates it plans one more
    UN_COMMAND_CONFIGURE, ///< a new experiment from update 0; `running` stays as it is, the snapshots' generation goes
                          ///< up
    UN_COMMAND_RESET, ///< the same experiment from the same initial weights, without the edits made since; `running`
                      ///< stays as it is
    UN_COMMAND_EDIT,      ///< lane, param, value: from this update on; behind the run's reach this branches first
    UN_COMMAND_INTERVENE, ///< edit: the same for an intervention on training
    UN_COMMAND_PROBE, ///< probe: what the next snapshots' traces are taken under, in place of what was; training goes
                      ///< on untouched
    UN_COMMAND_EXTEND, ///< `value` more planned updates
    UN_COMMAND_GOTO, ///< stand at update `value` of this run, between its start and its reach: the nearest kept state,
                     ///< trained on in the background (snapshots say `seeking`)
    UN_COMMAND_WANT, ///< `value` as bits of un_SnapshotWanted: what the next snapshots measure beside the usual
    UN_COMMAND_SEEDS, ///< `value`: train so many seeds, 1..N, of this experiment beside the run, when it stands still;
                      ///< 0: stop and forget them
    UN_COMMAND_UNTIL,  ///< until: train until it holds, then stand; the plan grows with it. A run that is there stands
    UN_COMMAND_BRANCH, ///< another run starts at this update: later edits are dropped, the curve so far is kept
} un_CommandKind;

typedef struct un_Command {
    un_CommandKind kind;
    un_Experiment experiment; ///< CONFIGURE
    int lane, param;          ///< EDIT
    double value;
    un_Edit edit;       ///< INTERVENE; its `at` is of no matter
    un_ProbeActs probe; ///< PROBE
    un_Until until;     ///< UNTIL
} un_Command;

typedef struct un_WorkerDef {
    bool threaded;               ///< false: nothing happens but inside un_worker_slice (the web, and tests)
    int threads;                 ///< of the trainer's executor; 1
    un_Isa isa;                  ///< whose kernels train: no number depends on it; the fastest
    double max_memory;           ///< bytes; a run that would need more is refused; 2e9
    double interval;             ///< least seconds between two snapshots while training; 0.1
    void (*wake)(void *context); ///< called from the worker's thread after each published snapshot; may be NULL
    void *wake_context;
} un_WorkerDef;

un_WorkerDef un_default_worker_def(void);

/// Bytes that a worker of this experiment takes: trainer, probe, snapshots, history and timeline.
double un_worker_memory(const un_WorkerDef *def, const un_Experiment *experiment);

/// Takes a first snapshot (update 0) before it returns, so that the first frame has something to show. Errors:
/// UN_ERROR_MEMORY -> NULL.
un_Worker *un_worker_create(const un_WorkerDef *def, const un_Experiment *experiment, un_Error *error);
/// Stops after the update in progress and frees everything.
void un_worker_destroy(un_Worker *worker);

/// Copies the command into the queue. False: the queue is full (the caller may post again next frame). The screen's
/// thread.
bool un_worker_post(un_Worker *worker, const un_Command *command);

/// The newest snapshot, immutable, valid until the next call. Never NULL. The screen's thread.
const un_Snapshot *un_worker_latest(un_Worker *worker);

/// Not threaded: obeys queued commands and trains for about budget seconds. Threaded: does nothing.
void un_worker_slice(un_Worker *worker, double budget_seconds);

/// The last failed command's error (out of memory, an edit that cannot be), once. False: none.
bool un_worker_take_error(un_Worker *worker, un_Error *error);

/// Copies the experiment as it stands, edits included, and the lanes' state hashes with the update they belong to.
/// Waits for the update in progress, or for a GOTO to arrive: for saving and for the end of a run, not for frames.
void un_worker_result(un_Worker *worker, un_Experiment *experiment, int64_t *update, uint64_t hash[UN_LANES_MAX]);

/// A fixed pool of threads as an executor for a trainer without a worker (the command line's --threads).
typedef struct un_Pool un_Pool;

/// threads 1..64, the calling thread among them. Errors: UN_ERROR_MEMORY (no memory, no thread) -> NULL.
un_Pool *un_pool_create(int threads, un_Error *error);
void un_pool_destroy(un_Pool *pool);
/// Borrowed. Its run is for one caller at a time.
const un_Executor *un_pool_executor(const un_Pool *pool);

#endif
