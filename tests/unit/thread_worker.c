// The worker under ThreadSanitizer: one thread trains, this one posts commands, reads snapshots to the last number and
// asks for results, as fast as it can. A plain program, because Criterion does not run under ThreadSanitizer.
#include "platform/clock.h"
#include "sim/param.h"
#include "sim/worker.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static void require(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static un_Experiment shape(int round) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 3 + round % 7;
    experiment.batch = 33;
    experiment.updates = 40 + round;
    experiment.lane_count = 1 + round % 3;
    for (int i = 0; i < 3; i++)
        experiment.lane[i].hidden = 3 + (round + i) % 5;
    return experiment;
}

/// Adds up everything in a snapshot: a torn one would be a race that ThreadSanitizer sees, or a number out of place.
static double read_all(const un_Snapshot *snapshot) {
    double sum = 0;
    for (int i = 0; i < snapshot->lane_count; i++) {
        const un_SnapshotLane *lane = &snapshot->lane[i];
        for (int d = 0; d < lane->directions; d++) {
            const un_SnapshotTrack *track = &lane->track[d];
            for (int k = 0; k < snapshot->T * lane->hidden; k++)
                sum += (double)track->h[k];
            for (int t = 0; t < snapshot->T; t++)
                sum += track->dh.norm[t];
        }
        for (int k = 0; k < snapshot->history_count; k++)
            sum += (double)lane->loss_mean[k];
        for (int k = 0; k < snapshot->waterfall_rows; k++)
            sum += (double)snapshot->waterfall_update[k];
        for (int k = 0; k < snapshot->seeds.points; k++)
            sum += (double)lane->seeds.median[k];
    }
    return sum;
}

static void count_wakes(void *context) {
    atomic_fetch_add((atomic_int *)context, 1);
}

static void post(un_Worker *worker, const un_Command *command) {
    while (!un_worker_post(worker, command))
        un_worker_latest(worker);
}

int main(void) {
    enum { ROUNDS = 25 };
    atomic_int wakes = 0;
    un_WorkerDef def = un_default_worker_def();
    def.interval = 0;
    def.threads = 2;
    def.wake = count_wakes;
    def.wake_context = &wakes;
    un_Error error;
    un_Experiment experiment = shape(0);
    un_Worker *worker = un_worker_create(&def, &experiment, &error);
    require(worker != NULL, "no worker");
    un_Command *command = calloc(1, sizeof *command);
    un_Experiment *result = malloc(sizeof *result);
    require(command && result, "no memory");
    int64_t serial = 0;
    double sum = 0;
    for (int round = 1; round <= ROUNDS; round++) {
        *command = (un_Command){.kind = UN_COMMAND_CONFIGURE, .experiment = shape(round)};
        post(worker, command);
        *command = (un_Command){.kind = UN_COMMAND_PLAY};
        post(worker, command);
        double start = un_clock_seconds();
        for (;;) {
            const un_Snapshot *snapshot = un_worker_latest(worker);
            require(snapshot->serial >= serial, "a snapshot older than the last one");
            serial = snapshot->serial;
            sum += read_all(snapshot);
            require(isfinite(sum), "a number that is none");
            if (snapshot->generation == round + 1 && snapshot->update == shape(round).updates && !snapshot->running)
                break;
            require(un_clock_seconds() - start < 120, "the run does not end");
            if (round % 3 == 0) {
                *command =
                    (un_Command){.kind = UN_COMMAND_EDIT, .lane = 0, .param = un_param_find("lr"), .value = 0.01};
                un_worker_post(worker, command);
            }
        }
        // Back to the middle and on again: the same run, whatever the screen asks for meanwhile.
        *command = (un_Command){.kind = UN_COMMAND_PROBE, .probe = {.count = 1}};
        command->probe.act[0] = (un_Edit){.act = UN_ACT_RADIUS, .value = 1.5, .place = un_place_all()};
        post(worker, command);
        *command = (un_Command){.kind = UN_COMMAND_GOTO, .value = (double)(round * 7 % 40)};
        post(worker, command);
        *command = (un_Command){.kind = UN_COMMAND_GOTO, .value = (double)shape(round).updates};
        for (int i = 0; i < 3; i++)
            sum += read_all(un_worker_latest(worker));
        post(worker, command);
        // Other seeds while it stands, now and then to the end.
        *command = (un_Command){.kind = UN_COMMAND_SEEDS, .value = 2};
        post(worker, command);
        while (round % 5 == 0 && un_worker_latest(worker)->seeds.done < 2)
            sum += read_all(un_worker_latest(worker));
        int64_t update = 0;
        uint64_t hash[UN_LANES_MAX];
        un_worker_result(worker, result, &update, hash);
        require(update == shape(round).updates && result->batch == 33, "a result of another run");
    }
    *command = (un_Command){.kind = UN_COMMAND_EXTEND, .value = 1e6};
    post(worker, command);
    *command = (un_Command){.kind = UN_COMMAND_PLAY};
    post(worker, command);
    un_worker_destroy(worker); // in the middle of a run
    require(atomic_load(&wakes) >= ROUNDS, "too few wake-ups");
    free(result);
    free(command);
    printf("%d rounds, %d wake-ups, last serial %lld\n", ROUNDS, atomic_load(&wakes), (long long)serial);
    return 0;
}
