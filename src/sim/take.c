#include "sim/take.h"

#include "base/catalog.h"
#include "sim/probe.h"
#include "sim/recorder.h"
#include "sim/seeds.h"

#include <stdlib.h>

struct un_Take {
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder recorder;
    un_Seeds seeds;
    un_Seeds *followers; ///< that this run is a seed of; NULL: none
    un_Snapshot snapshot;
    bool taken; ///< the snapshot is of the moment at hand
};

/// A row of the waterfall where one is due, as the worker takes them while it can afford them.
static void note_row(const un_Take *take) {
    if (un_probe_row_is_due(take->probe, take->trainer)) un_probe_row(take->probe, take->trainer);
}

static un_Status no_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the snapshot"));
}

un_Take *un_take_create(const un_Experiment *experiment, unsigned wanted, un_Error *error) {
    un_Take *take = calloc(1, sizeof *take);
    if (!take) {
        no_memory(error);
        return NULL;
    }
    take->trainer = un_trainer_create(experiment, NULL, error);
    take->probe = take->trainer ? un_probe_create(take->trainer, error) : NULL;
    if (!take->probe || un_take_want(take, wanted, error)) {
        un_take_destroy(take);
        return NULL;
    }
    un_recorder_reset(&take->recorder);
    note_row(take);
    return take;
}

void un_take_destroy(un_Take *take) {
    if (!take) return;
    un_snapshot_free(&take->snapshot);
    un_seeds_plan(&take->seeds, NULL, 0);
    un_probe_destroy(take->probe);
    if (take->trainer) un_trainer_destroy(take->trainer);
    free(take);
}

un_Status un_take_want(un_Take *take, unsigned wanted, un_Error *error) {
    if (un_probe_want(take->probe, take->trainer, wanted)) return no_memory(error);
    take->taken = false;
    return UN_OK;
}

void un_take_train(un_Take *take, const un_Until *until) {
    if (until->updates > un_trainer_experiment(take->trainer)->updates) un_trainer_plan(take->trainer, until->updates);
    while (!un_until_holds(until, take->trainer)) {
        un_trainer_step(take->trainer);
        un_recorder_add(&take->recorder, take->trainer);
        if (take->followers) un_seeds_follow(take->followers, take->trainer);
        note_row(take);
        take->taken = false;
    }
}

un_Status un_take_seeds(un_Take *take, int count, un_Error *error) {
    un_seeds_plan(&take->seeds, un_trainer_experiment(take->trainer), count);
    take->taken = false;
    while (un_seeds_want(&take->seeds)) {
        bool finished;
        un_Status status = un_seeds_step(&take->seeds, NULL, &finished, error);
        if (status) return status;
    }
    return UN_OK;
}

void un_take_show_seeds(un_Take *take, const un_Seeds *seeds) {
    un_seeds_plan(&take->seeds, NULL, 0);
    take->seeds = *seeds;
    take->seeds.planned = seeds->done;
    take->seeds.trainer = NULL; // of a seed in progress; it is not ours
    take->taken = false;
}

void un_take_lead(un_Take *take, un_Seeds *seeds) {
    take->followers = seeds;
}

const un_Snapshot *un_take_snapshot(un_Take *take, un_Error *error) {
    if (take->taken) return &take->snapshot;
    if (un_probe_take(take->probe, take->trainer, &take->recorder, &take->snapshot)) {
        no_memory(error);
        return NULL;
    }
    take->snapshot.reach = take->snapshot.update;
    un_seeds_show(&take->seeds, &take->snapshot);
    take->taken = true;
    return &take->snapshot;
}

const un_Trainer *un_take_trainer(const un_Take *take) {
    return take->trainer;
}

double un_take_memory(const un_Experiment *experiment, unsigned wanted, bool seeds) {
    return (seeds ? 2 : 1) * un_experiment_memory(experiment) + un_probe_memory(experiment, wanted, 1) + (double)sizeof(un_Take);
}
