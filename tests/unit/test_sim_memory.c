/// The estimate that --max-memory is held against, beside what the system says that a run took.
#include "sim/trainer.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1 // shadow memory would be counted too
#elif defined(__has_feature)
#define IS_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define IS_SANITIZED 0
#endif

static double peak_bytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

/// Each test is a process of its own, so what the peak rises by is this run's.
static void assert_close(double estimate, double before) {
    double measured = peak_bytes() - before;
    if (IS_SANITIZED) return;
    cr_assert(estimate > 0.8 * measured && estimate < 1.2 * measured, "estimate %.1f MB, measured %.1f MB",
              estimate / 1e6, measured / 1e6);
}

static void train_once(const un_Experiment *experiment) {
    double before = peak_bytes();
    un_Error error;
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    cr_assert(trainer, "%s", error.message);
    un_trainer_step(trainer);
    assert_close(un_experiment_memory(experiment), before);
    un_trainer_destroy(trainer);
}

Test(memory, of_many_steps) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 4999;
    experiment.lane[0].hidden = 32;
    train_once(&experiment);
}

Test(memory, of_many_units) {
    un_Experiment experiment = un_default_experiment();
    experiment.lane[0] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[0].hidden = 512;
    experiment.lane[0].layers = 2;
    experiment.task.lag = 5;
    experiment.batch = 1;
    train_once(&experiment);
}

Test(memory, of_a_large_batch_and_four_lanes) {
    un_Experiment experiment = un_default_experiment();
    experiment.task = (un_TaskDef){.task = UN_TASK_ADDING, .length = 2000};
    experiment.batch = 512;
    experiment.lane_count = 4;
    for (int i = 0; i < 4; i++) {
        experiment.lane[i] = un_default_lane(i % 2 ? UN_CELL_GRU : UN_CELL_RNN);
        experiment.lane[i].hidden = 4 + 4 * i;
    }
    train_once(&experiment);
}

Test(memory, of_a_worker) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 1000;
    experiment.lane[0] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[0].hidden = 64;
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    double before = peak_bytes();
    un_Error error;
    un_Worker *worker = un_worker_create(&def, &experiment, &error);
    cr_assert(worker, "%s", error.message);
    for (int i = 0; i < 3; i++) { // so that every slot of a snapshot has been filled
        cr_assert(un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_STEP}));
        un_worker_slice(worker, 0);
        un_worker_latest(worker);
    }
    assert_close(un_worker_memory(&def, &experiment), before);
    un_worker_destroy(worker);
}
