#include "sim/worker.h"

#include "base/catalog.h"
#include "base/check.h"
#include "platform/clock.h"
#include "sim/pace.h"
#include "sim/probe.h"
#include "sim/seeds.h"
#include "sim/timeline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 3,
    FRESH = 4, ///< bit of `middle`: the slot there is newer than what the reader has
    SLOT_BITS = 3,
    QUEUE = 16,
    THREADS_MAX = 64,
};

// ---- a pool of threads
// ------------------------------------------------------------------------------------------------

struct un_Pool {
    un_Executor executor;
    pthread_mutex_t lock;
    pthread_cond_t start, done;
    pthread_t thread[THREADS_MAX - 1];
    int started;
    // Guarded by lock: the work at hand.
    void (*job)(void *data, int index, int worker);
    void *data;
    int count, next, finished;
    bool quit;
};

typedef struct PoolThread {
    un_Pool *pool;
    int worker;
} PoolThread;

/// Takes indices until none is left. Called and left with the lock held.
static void work_off(un_Pool *pool, int worker) {
    while (pool->next < pool->count) {
        int index = pool->next++;
        void (*job)(void *, int, int) = pool->job;
        void *data = pool->data;
        pthread_mutex_unlock(&pool->lock);
        job(data, index, worker);
        pthread_mutex_lock(&pool->lock);
        if (++pool->finished == pool->count) pthread_cond_signal(&pool->done);
    }
}

static void *run_pool_thread(void *argument) {
    PoolThread self = *(PoolThread *)argument;
    free(argument);
    pthread_mutex_lock(&self.pool->lock);
    while (!self.pool->quit) {
        work_off(self.pool, self.worker);
        if (!self.pool->quit) pthread_cond_wait(&self.pool->start, &self.pool->lock);
    }
    pthread_mutex_unlock(&self.pool->lock);
    return NULL;
}

static void run_in_pool(void *self, int count, void (*job)(void *data, int index, int worker), void *data) {
    un_Pool *pool = self;
    pthread_mutex_lock(&pool->lock);
    pool->job = job;
    pool->data = data;
    pool->count = count;
    pool->next = pool->finished = 0;
    pthread_cond_broadcast(&pool->start);
    work_off(pool, 0);
    while (pool->finished < count)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

static bool start_pool_thread(un_Pool *pool) {
    PoolThread *argument = malloc(sizeof *argument);
    if (!argument) return false;
    *argument = (PoolThread){.pool = pool, .worker = pool->started + 1};
    if (pthread_create(&pool->thread[pool->started], NULL, run_pool_thread, argument)) {
        free(argument);
        return false;
    }
    pool->started++;
    return true;
}

un_Pool *un_pool_create(int threads, un_Error *error) {
    UN_CHECK(threads >= 1 && threads <= THREADS_MAX);
    un_Pool *pool = calloc(1, sizeof *pool);
    if (!pool) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->start, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->executor = (un_Executor){.workers = threads, .run = run_in_pool, .self = pool};
    while (pool->started < threads - 1) {
        if (!start_pool_thread(pool)) {
            un_pool_destroy(pool);
            un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("the system gives no %d threads"), threads);
            return NULL;
        }
    }
    return pool;
}

void un_pool_destroy(un_Pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->started; i++) {
        pthread_join(pool->thread[i], NULL);
    }
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->start);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

const un_Executor *un_pool_executor(const un_Pool *pool) {
    return &pool->executor;
}

// ---- the worker
// -------------------------------------------------------------------------------------------------------

typedef struct Result {
    un_Experiment *experiment;
    int64_t *update;
    uint64_t *hash;
} Result;

struct un_Worker {
    un_WorkerDef def;
    un_Pool *pool;

    // The training side's own: nobody else touches it while the thread lives.
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder recorder;
    un_Timeline *timeline;
    bool running;
    bool sent;      ///< by UNTIL: it trains to `until`, not to the plan
    un_Until until;
    int64_t goal; ///< the update that a GOTO is on the way to; -1: none
    int generation, back;
    unsigned wanted; ///< bits of un_SnapshotWanted: also of the next configuration's probe
    int64_t serial;
    un_Pace pace;
    un_Seeds seeds; ///< trained when the run stands still
    bool unpublished; ///< updates were done since the last snapshot

    // The screen's own.
    int front;

    // Between the two.
    un_Snapshot slot[SLOTS];
    _Atomic int middle; ///< index of the slot that nobody holds, with FRESH
    pthread_mutex_t lock;
    pthread_cond_t changed;  ///< a command, a wish or the end came
    pthread_cond_t answered; ///< the wished result was given
    un_Command queue[QUEUE];
    int queue_start, queue_count;
    Result *wish; ///< the result somebody waits for
    bool quit, failed;
    un_Error failure;
    pthread_t thread;
};

un_WorkerDef un_default_worker_def(void) {
    return (un_WorkerDef){.threaded = true, .threads = 1, .isa = un_isa_best(), .max_memory = 2e9, .interval = 0.1};
}

double un_worker_memory(const un_WorkerDef *def, const un_Experiment *experiment) {
    return un_experiment_memory_with(experiment, def->threads) + un_probe_memory(experiment, 0, SLOTS) +
           un_timeline_memory(experiment) + (double)sizeof(un_Worker);
}

/// Keeps an error for un_worker_take_error.
static void fail(un_Worker *worker, const un_Error *error) {
    pthread_mutex_lock(&worker->lock);
    worker->failed = true;
    worker->failure = *error;
    pthread_mutex_unlock(&worker->lock);
}

/// Fills the back slot and swaps it into the middle. A failure leaves the last snapshot in place and is reported.
static void publish(un_Worker *worker, bool wake) {
    double cpu = un_clock_thread_seconds();
    un_Snapshot *snapshot = &worker->slot[worker->back];
    int status = un_probe_take(worker->probe, worker->trainer, &worker->recorder, snapshot);
    un_pace_note(&worker->pace, un_clock_seconds(), cpu, un_clock_thread_seconds());
    worker->unpublished = false;
    if (status) {
        un_Error error;
        un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture of this run"));
        fail(worker, &error);
        return;
    }
    snapshot->serial = ++worker->serial;
    snapshot->generation = worker->generation;
    snapshot->running = worker->running;
    snapshot->seeking = worker->goal >= 0;
    un_timeline_show(worker->timeline, worker->trainer, snapshot);
    un_seeds_show(&worker->seeds, snapshot);
    int old = atomic_exchange_explicit(&worker->middle, worker->back | FRESH, memory_order_acq_rel);
    worker->back = old & SLOT_BITS;
    if (wake && worker->def.wake) worker->def.wake(worker->def.wake_context);
}

static bool publish_is_due(const un_Worker *worker) {
    return un_pace_is_due(&worker->pace, un_clock_seconds(), un_clock_thread_seconds());
}

/// Where the plan is done, or what the run was sent for, the worker stands. True: it ran until now.
static bool finish(un_Worker *worker) {
    bool done = worker->sent ? un_until_holds(&worker->until, worker->trainer)
                             : un_trainer_update(worker->trainer) >= un_trainer_experiment(worker->trainer)->updates;
    if (!worker->running || !done) return false;
    worker->running = worker->sent = false;
    return true;
}

/// A row of the waterfall where one is due and does not cost too much; the run's first in any case.
static void note_row(un_Worker *worker) {
    double cpu = un_clock_thread_seconds();
    bool first = un_trainer_update(worker->trainer) == 0;
    if (!un_probe_row_is_due(worker->probe, worker->trainer)) return;
    if (!first && !un_pace_affords_row(&worker->pace, cpu)) return;
    un_probe_row(worker->probe, worker->trainer);
    un_pace_note_row(&worker->pace, cpu, un_clock_thread_seconds());
}

static void train_one(un_Worker *worker) {
    int64_t next = un_trainer_update(worker->trainer) + 1;
    if (un_trainer_slice(worker->trainer, next, 0)) {
        un_recorder_add(&worker->recorder, worker->trainer);
        un_timeline_note(worker->timeline, worker->trainer, &worker->recorder);
        note_row(worker);
        worker->unpublished = true;
    }
}

/// Swaps in a new run. Without the memory for it the old one goes on.
static un_Status configure(un_Worker *worker, const un_Experiment *experiment, un_Error *error) {
    double needed = un_worker_memory(&worker->def, experiment);
    if (un_experiment_check_memory(needed, worker->def.max_memory, error)) return UN_ERROR_MEMORY;
    const un_Executor *executor = worker->pool ? un_pool_executor(worker->pool) : NULL;
    un_Experiment own = *experiment;
    own.isa = worker->def.isa;
    un_Trainer *trainer = un_trainer_create(&own, executor, error);
    if (!trainer) return UN_ERROR_MEMORY;
    un_Recorder empty;
    un_recorder_reset(&empty);
    un_Probe *probe = un_probe_create(trainer, error);
    un_Timeline *timeline = probe ? un_timeline_create(trainer, &empty, error) : NULL;
    if (!timeline) {
        un_probe_destroy(probe);
        un_trainer_destroy(trainer);
        return UN_ERROR_MEMORY;
    }
    un_timeline_destroy(worker->timeline);
    un_probe_destroy(worker->probe);
    un_trainer_destroy(worker->trainer);
    if (worker->wanted) un_probe_want(probe, trainer, worker->wanted); // or without, where the memory does not suffice
    worker->trainer = trainer;
    worker->probe = probe;
    worker->timeline = timeline;
    worker->recorder = empty;
    un_seeds_plan(&worker->seeds, &own, 0);
    worker->goal = -1;
    worker->generation++;
    note_row(worker);
    return UN_OK;
}

static void reset(un_Worker *worker) {
    un_trainer_reset(worker->trainer, false);
    un_recorder_reset(&worker->recorder);
    un_timeline_reset(worker->timeline, worker->trainer, &worker->recorder);
    un_probe_forget_rows(worker->probe, -1);
    note_row(worker);
    worker->goal = -1;
}

// The timeline.

static void go_to(un_Worker *worker, int64_t update) {
    worker->running = false;
    worker->goal = un_timeline_restore(worker->timeline, worker->trainer, &worker->recorder, update);
}

/// One update on the way to the goal. True: there.
static bool seek_one(un_Worker *worker) {
    if (un_trainer_update(worker->trainer) < worker->goal) train_one(worker);
    if (un_trainer_update(worker->trainer) < worker->goal) return false;
    worker->goal = -1;
    return true;
}

static bool is_quitting(un_Worker *worker) {
    pthread_mutex_lock(&worker->lock);
    bool quit = worker->quit;
    pthread_mutex_unlock(&worker->lock);
    return quit;
}

/// What changes the run is meant for the update that was asked for, not for one on the way there.
static void arrive(un_Worker *worker) {
    while (worker->goal >= 0 && !is_quitting(worker)) {
        seek_one(worker);
    }
}

static void branch(un_Worker *worker) {
    arrive(worker);
    un_timeline_branch(worker->timeline, worker->trainer, &worker->recorder);
    un_probe_forget_rows(worker->probe, un_trainer_update(worker->trainer));
}

/// Whoever changes the past has another run from there on.
static void edit(un_Worker *worker, const un_Edit *change) {
    un_Error error;
    arrive(worker);
    un_Edit now = *change;
    now.at = un_trainer_update(worker->trainer);
    if (!un_experiment_edit_fits(un_trainer_experiment(worker->trainer), &now)) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("found a change that this lane cannot have"));
        fail(worker, &error);
        return;
    }
    if (now.at < un_timeline_reach(worker->timeline)) branch(worker);
    if (un_trainer_add_edit(worker->trainer, &now)) return;
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("%d changes are the most that a run records: reset to go on"),
                 UN_EDITS_MAX);
    fail(worker, &error);
}

static void intervene_on_probe(un_Worker *worker, const un_ProbeActs *acts) {
    un_Error error;
    if (un_probe_intervene(worker->probe, worker->trainer, acts)) return;
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("found an intervention that the probe cannot have"));
    fail(worker, &error);
}

/// Without the memory for it the probe goes on with what it had.
static void want(un_Worker *worker, unsigned wanted) {
    un_Error error;
    worker->wanted = wanted;
    if (!un_probe_want(worker->probe, worker->trainer, wanted)) return;
    un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for what this view measures"));
    fail(worker, &error);
}

// Other seeds.

/// Beside the run there is one more trainer at a time.
static void plan_seeds(un_Worker *worker, int count) {
    const un_Experiment *experiment = un_trainer_experiment(worker->trainer);
    double needed = un_worker_memory(&worker->def, experiment) +
                    un_experiment_memory_with(experiment, worker->def.threads);
    un_Error error;
    if (count > 0 && un_experiment_check_memory(needed, worker->def.max_memory, &error)) {
        fail(worker, &error);
        return;
    }
    un_seeds_plan(&worker->seeds, experiment, count);
}

/// One update of another seed. True: its last.
static bool train_seed(un_Worker *worker) {
    un_Error error;
    bool finished;
    const un_Executor *executor = worker->pool ? un_pool_executor(worker->pool) : NULL;
    if (un_seeds_step(&worker->seeds, executor, &finished, &error)) {
        fail(worker, &error);
        return true;
    }
    worker->unpublished = true;
    return finished;
}

static void send_off(un_Worker *worker, const un_Until *until) {
    arrive(worker);
    if (until->updates > un_trainer_experiment(worker->trainer)->updates) un_trainer_plan(worker->trainer, until->updates);
    worker->until = *until;
    worker->sent = worker->running = true;
}

static void step(un_Worker *worker) {
    worker->running = false;
    arrive(worker);
    train_one(worker);
    if (un_trainer_update(worker->trainer) > un_trainer_experiment(worker->trainer)->updates) {
        un_trainer_plan(worker->trainer, un_trainer_update(worker->trainer));
    }
}

/// Commands that say anew whether and how far to train.
static bool steers(un_CommandKind kind) {
    return kind == UN_COMMAND_PLAY || kind == UN_COMMAND_PAUSE || kind == UN_COMMAND_STEP || kind == UN_COMMAND_CONFIGURE ||
           kind == UN_COMMAND_RESET || kind == UN_COMMAND_GOTO;
}

static void obey(un_Worker *worker, const un_Command *command) {
    un_Error error;
    if (steers(command->kind)) worker->sent = false;
    switch (command->kind) {
    case UN_COMMAND_PLAY:
        worker->running = true;
        worker->goal = -1;
        break;
    case UN_COMMAND_PAUSE:
        worker->running = false;
        worker->goal = -1;
        break;
    case UN_COMMAND_STEP:
        step(worker);
        break;
    case UN_COMMAND_CONFIGURE:
        if (configure(worker, &command->experiment, &error)) fail(worker, &error);
        break;
    case UN_COMMAND_RESET:
        reset(worker);
        break;
    case UN_COMMAND_EDIT:
        edit(worker, &(un_Edit){.lane = command->lane, .param = command->param, .value = command->value});
        break;
    case UN_COMMAND_INTERVENE:
        edit(worker, &command->edit);
        break;
    case UN_COMMAND_PROBE:
        intervene_on_probe(worker, &command->probe);
        break;
    case UN_COMMAND_WANT:
        want(worker, (unsigned)command->value);
        break;
    case UN_COMMAND_SEEDS:
        plan_seeds(worker, (int)command->value);
        break;
    case UN_COMMAND_GOTO:
        go_to(worker, (int64_t)command->value);
        seek_one(worker);
        break;
    case UN_COMMAND_UNTIL:
        send_off(worker, &command->until);
        break;
    case UN_COMMAND_BRANCH:
        branch(worker);
        break;
    case UN_COMMAND_EXTEND:
        un_trainer_plan(worker->trainer, un_trainer_experiment(worker->trainer)->updates + (int64_t)command->value);
        break;
    }
    finish(worker);
    publish(worker, true);
}

static void give_result(const un_Worker *worker, const Result *result) {
    *result->experiment = *un_trainer_experiment(worker->trainer);
    *result->update = un_trainer_update(worker->trainer);
    for (int i = 0; i < result->experiment->lane_count; i++) {
        result->hash[i] = un_trainer_state_hash(worker->trainer, i);
    }
}

/// Takes the oldest command. False: none.
static bool take_command(un_Worker *worker, un_Command *command) {
    if (worker->queue_count == 0) return false;
    *command = worker->queue[worker->queue_start];
    worker->queue_start = (worker->queue_start + 1) % QUEUE;
    worker->queue_count--;
    return true;
}

/// One update of a run, or on the way back to one. True: it has come to where it should.
static bool go_on(un_Worker *worker) {
    if (worker->goal >= 0) return seek_one(worker);
    train_one(worker);
    return finish(worker);
}

static void *run_worker(void *argument) {
    un_Worker *worker = argument;
    un_Command command;
    int obeyed = 0; // commands since the last update: whoever posts without end must not stop the training
    pthread_mutex_lock(&worker->lock);
    while (!worker->quit) {
        bool trains = worker->running || worker->goal >= 0;
        if ((obeyed < QUEUE || !trains) && take_command(worker, &command)) {
            obeyed++;
            pthread_mutex_unlock(&worker->lock);
            obey(worker, &command);
            pthread_mutex_lock(&worker->lock);
        } else if (worker->wish && worker->goal < 0) {
            give_result(worker, worker->wish);
            worker->wish = NULL;
            pthread_cond_signal(&worker->answered);
        } else if (trains) {
            obeyed = 0;
            pthread_mutex_unlock(&worker->lock);
            if (go_on(worker) || publish_is_due(worker)) publish(worker, true);
            pthread_mutex_lock(&worker->lock);
        } else if (un_seeds_want(&worker->seeds)) {
            pthread_mutex_unlock(&worker->lock);
            if (train_seed(worker) || publish_is_due(worker)) publish(worker, true);
            pthread_mutex_lock(&worker->lock);
        } else {
            pthread_cond_wait(&worker->changed, &worker->lock);
        }
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void free_worker(un_Worker *worker) {
    for (int i = 0; i < SLOTS; i++) {
        un_snapshot_free(&worker->slot[i]);
    }
    un_seeds_plan(&worker->seeds, &worker->seeds.experiment, 0);
    un_timeline_destroy(worker->timeline);
    un_probe_destroy(worker->probe);
    un_trainer_destroy(worker->trainer);
    un_pool_destroy(worker->pool);
    pthread_cond_destroy(&worker->answered);
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

/// The run and its first snapshot.
static un_Status set_up(un_Worker *worker, const un_Experiment *experiment, un_Error *error) {
    if (worker->def.threads > 1) {
        worker->pool = un_pool_create(worker->def.threads, error);
        if (!worker->pool) return UN_ERROR_MEMORY;
    }
    un_Status status = configure(worker, experiment, error);
    if (status) return status;
    publish(worker, false);
    if (worker->failed) {
        *error = worker->failure;
        return UN_ERROR_MEMORY;
    }
    un_worker_latest(worker); // so that the reader's slot is a filled one from the start
    return UN_OK;
}

un_Worker *un_worker_create(const un_WorkerDef *def, const un_Experiment *experiment, un_Error *error) {
    un_Error ignored;
    if (!error) error = &ignored;
    un_Worker *worker = calloc(1, sizeof *worker);
    if (!worker) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    worker->def = *def;
    worker->pace.interval = def->interval;
    worker->back = 0;
    worker->front = 2;
    atomic_init(&worker->middle, 1);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    pthread_cond_init(&worker->answered, NULL);
    if (set_up(worker, experiment, error)) {
        free_worker(worker);
        return NULL;
    }
    if (def->threaded && pthread_create(&worker->thread, NULL, run_worker, worker)) {
        free_worker(worker);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("the system gives no thread"));
        return NULL;
    }
    return worker;
}

void un_worker_destroy(un_Worker *worker) {
    if (!worker) return;
    if (worker->def.threaded) {
        pthread_mutex_lock(&worker->lock);
        worker->quit = true;
        pthread_cond_signal(&worker->changed);
        pthread_mutex_unlock(&worker->lock);
        pthread_join(worker->thread, NULL);
    }
    free_worker(worker);
}

bool un_worker_post(un_Worker *worker, const un_Command *command) {
    pthread_mutex_lock(&worker->lock);
    bool room = worker->queue_count < QUEUE;
    if (room) {
        worker->queue[(worker->queue_start + worker->queue_count) % QUEUE] = *command;
        worker->queue_count++;
        pthread_cond_signal(&worker->changed);
    }
    pthread_mutex_unlock(&worker->lock);
    return room;
}

const un_Snapshot *un_worker_latest(un_Worker *worker) {
    if (atomic_load_explicit(&worker->middle, memory_order_acquire) & FRESH) {
        int old = atomic_exchange_explicit(&worker->middle, worker->front, memory_order_acq_rel);
        worker->front = old & SLOT_BITS;
    }
    return &worker->slot[worker->front];
}

void un_worker_slice(un_Worker *worker, double budget_seconds) {
    if (worker->def.threaded) return;
    double start = un_clock_seconds();
    un_Command command;
    while (take_command(worker, &command)) {
        obey(worker, &command);
    }
    while ((worker->running || worker->goal >= 0) && un_clock_seconds() - start < budget_seconds) {
        if (go_on(worker)) publish(worker, true);
    }
    while (un_seeds_want(&worker->seeds) && un_clock_seconds() - start < budget_seconds) {
        if (train_seed(worker)) publish(worker, true);
    }
    if (worker->unpublished && publish_is_due(worker)) publish(worker, true);
}

bool un_worker_take_error(un_Worker *worker, un_Error *error) {
    pthread_mutex_lock(&worker->lock);
    bool failed = worker->failed;
    if (failed) *error = worker->failure;
    worker->failed = false;
    pthread_mutex_unlock(&worker->lock);
    return failed;
}

void un_worker_result(un_Worker *worker, un_Experiment *experiment, int64_t *update, uint64_t hash[UN_LANES_MAX]) {
    Result result = {.experiment = experiment, .update = update, .hash = hash};
    if (!worker->def.threaded) {
        arrive(worker);
        give_result(worker, &result);
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->wish = &result; // a local: the thread clears the wish before this function returns
    pthread_cond_signal(&worker->changed);
    while (worker->wish)
        pthread_cond_wait(&worker->answered, &worker->lock);
    pthread_mutex_unlock(&worker->lock);
}
