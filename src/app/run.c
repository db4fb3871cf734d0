#include "app/state.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <math.h>
#include <string.h>

const int un_run_rates[UN_APP_RATES] = {1, 5, 20, 100, 0};
static const double TELL_INTERVAL = 0.15;      // a knob that is dragged does not rebuild the models at every notch
static const double SNAPSHOT_INTERVAL = 0.095; // at most 10 a second while training
static const double SLICE = 0.008;             // without a thread: of a frame

const char *un_run_rate_name(int rate) {
    static const char *const name[UN_APP_RATES] = {UN_KEY("1 a second"), UN_KEY("5 a second"), UN_KEY("20 a second"),
                                                   UN_KEY("100 a second"), UN_KEY("Full speed")};
    return _(name[rate]);
}

static bool post(un_App *app, un_CommandKind kind, double value) {
    un_Command command = {.kind = kind, .value = value};
    return un_worker_post(app->worker, &command);
}

// Play or pause, which must not be lost when the queue is full.
static void ask(un_App *app, un_CommandKind kind) {
    app->run.asked = kind;
    app->run.asking = !post(app, kind, 0);
}

// What the worker has been told stands before the next snapshot that shows it.
static void settle(un_App *app) {
    app->run.settling = true;
    app->run.nonfinite = 0;
    app->run.credit = 0;
    app->run.ahead = 0;
    un_wave_hide(app);
}

void un_run_start(un_App *app, const un_Experiment *experiment, bool playing) {
    un_Run *run = &app->run;
    run->good = run->base = run->now = *experiment;
    run->planned = experiment->updates;
    app->snapshot = un_worker_latest(app->worker);
    app->generation = app->snapshot->generation;
    app->axis = un_axis_choose(app->snapshot);
    if (playing) {
        un_run_play(app);
    } else if (app->lesson) {
        // A lesson asks before it shows: the wave stands at its start, where nothing has arrived yet.
        app->wave.active = true;
    }
}

static bool is_limited(const un_Run *run) {
    return un_run_rates[run->rate] > 0;
}

void un_run_play(un_App *app) {
    un_Run *run = &app->run;
    if (!run->settling && app->snapshot->update >= run->planned) {
        int64_t more = run->base.updates > 0 ? run->base.updates : 100;
        if (!post(app, UN_COMMAND_EXTEND, (double)more)) {
            return;
        }
        run->planned = app->snapshot->updates + more;
    }
    run->playing = true;
    run->ended = app->time.going = false; // from where it stands now
    run->credit = 1; // the first update at once
    un_wave_hide(app);
    if (!is_limited(run)) {
        ask(app, UN_COMMAND_PLAY);
    }
}

void un_run_pause(un_App *app) {
    app->run.playing = app->run.ended = false;
    ask(app, UN_COMMAND_PAUSE);
    app->run.wave_when_still = !(app->wave.active && app->wave.playing);
    app->dirty = true;
}

void un_run_one(un_App *app) {
    un_Run *run = &app->run;
    if (run->playing) {
        un_run_pause(app);
    }
    un_wave_hide(app);
    run->ended = app->time.going = false;
    post(app, UN_COMMAND_STEP, 0); // past the plan, the plan goes along
}

void un_run_reset(un_App *app) {
    un_Run *run = &app->run;
    if (!post(app, UN_COMMAND_RESET, 0)) {
        return;
    }
    run->now = run->base;
    if (run->planned != run->base.updates && post(app, UN_COMMAND_EXTEND, (double)(run->base.updates - run->planned))) {
        run->planned = run->base.updates;
    }
    run->changed = run->ended = false;
    settle(app);
}

void un_run_new_seed(un_App *app) {
    app->run.now.seed++;
    un_run_changed(app);
}

void un_run_set_rate(un_App *app, int rate) {
    un_Run *run = &app->run;
    rate = rate < 0 ? 0 : rate >= UN_APP_RATES ? UN_APP_RATES - 1 : rate;
    if (rate == run->rate) {
        return;
    }
    run->rate = rate;
    run->credit = 1;
    if (run->playing) {
        ask(app, is_limited(run) ? UN_COMMAND_PAUSE : UN_COMMAND_PLAY);
    }
    un_toast(app, _("Updates: %s"), un_run_rate_name(rate));
}

// Settings that mean nothing for a lane's cell go back to their defaults: a gate bias cannot stay on an RNN.
static void tidy(un_Experiment *experiment, int lane) {
    un_Experiment plain = un_default_experiment();
    plain.lane[0] = un_default_lane(experiment->lane[lane].cell);
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        if (row->applies && !row->applies(&experiment->lane[lane])) {
            row->set(experiment, lane, row->get(&plain, 0));
        }
    }
}

static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static void set_lane(un_App *app, int param, int lane, double value) {
    const un_ParamRow *row = &un_param_table[param];
    un_Experiment *now = &app->run.now;
    if (same(row->get(now, lane), value)) {
        return;
    }
    if (row->editable && row->scope == UN_SCOPE_LANE) {
        un_Command command = {.kind = UN_COMMAND_EDIT, .lane = lane, .param = param, .value = value};
        // Told to start anew anyway: the new value starts with it.
        if (app->run.changed || un_worker_post(app->worker, &command)) {
            row->set(now, lane, value);
        }
        return;
    }
    un_Cell cell = now->lane[lane].cell;
    row->set(now, lane, value);
    if (row->scope == UN_SCOPE_LANE) {
        if (cell != now->lane[lane].cell && strcmp(now->lane[lane].name, un_cell_info(cell)->title) == 0) {
            now->lane[lane].name[0] = 0; // "RNN" is no name for a GRU
        }
        tidy(now, lane);
    }
    un_run_changed(app);
}

// More or fewer planned updates need no new start, as long as they lie ahead.
static bool set_plan(un_App *app, double value) {
    un_Run *run = &app->run;
    if (run->changed || run->settling || value <= (double)app->snapshot->update) {
        return false;
    }
    if (post(app, UN_COMMAND_EXTEND, value - (double)run->planned)) {
        run->planned = run->now.updates = run->base.updates = (int64_t)value;
    }
    return true;
}

void un_run_set(un_App *app, int param, int lane, double value) {
    if (param < 0 || !un_param_in_range(param, value)) {
        return;
    }
    if (param == un_param_row("updates") && set_plan(app, value)) {
        return;
    }
    bool all = lane < 0 && un_param_table[param].scope == UN_SCOPE_LANE;
    for (int i = all ? 0 : lane < 0 ? 0 : lane; i < (all ? app->run.now.lane_count : (lane < 0 ? 0 : lane) + 1); i++) {
        set_lane(app, param, i, value);
    }
}

void un_run_lag(un_App *app, int more) {
    const un_TaskDef *task = &app->run.now.task;
    const un_TaskInfo *info = un_task_info(task->task);
    int param = un_param_row(info->takes_lag ? "lag" : "length");
    double value = un_param_table[param].get(&app->run.now, 0) + more;
    if (value < info->length_min || value > un_task_longest(task->task)) {
        return;
    }
    un_run_set(app, param, -1, value);
    un_toast(app, info->takes_lag ? _("Lag %d") : _("Length %d"), (int)value);
}

void un_run_changed(un_App *app) {
    app->run.changed = true;
    app->dirty = true;
}

// A new configuration, as soon as the last one has had its time.
static void tell(un_App *app) {
    un_Run *run = &app->run;
    if (!run->changed || app->now - run->told_at < TELL_INTERVAL) {
        return;
    }
    un_Error error;
    if (un_experiment_check(&run->now, app->def.max_memory, &error) != UN_OK) {
        un_toast(app, "%s", error.message);
        run->now = run->base;
        run->changed = false;
        return;
    }
    un_Command command = {.kind = UN_COMMAND_CONFIGURE, .experiment = run->now};
    if (!un_worker_post(app->worker, &command)) {
        return;
    }
    run->base = run->now;
    run->planned = run->now.updates;
    run->changed = false;
    run->told_at = app->now;
    settle(app);
    // Who turns a knob on a run that has come to its end wants to see the next one.
    if (run->ended) {
        un_run_play(app);
    }
}

void un_run_open(un_App *app, const un_Experiment *experiment, bool playing) {
    un_Run *run = &app->run;
    un_Isa isa = run->now.isa;
    run->now = *experiment;
    run->now.isa = isa;
    run->told_at = app->now - 2 * TELL_INTERVAL; // at once
    run->ended = false;
    un_run_changed(app);
    tell(app);
    if (playing) {
        un_run_play(app);
        return;
    }
    if (run->playing) un_run_pause(app);
    run->wave_when_still = false; // a lesson asks before it shows
    app->wave.active = true;
}

// At a limited rate updates are asked for one by one, once the worker stands.
static void owe_updates(un_App *app, double dt) {
    un_Run *run = &app->run;
    if (!run->playing || !is_limited(run) || run->settling || app->snapshot->running) {
        return;
    }
    if (run->ahead < app->snapshot->update) {
        run->ahead = app->snapshot->update;
    }
    run->credit = fmin(run->credit + dt * un_run_rates[run->rate], 8);
    while (run->credit >= 1 && run->ahead < run->planned && post(app, UN_COMMAND_STEP, 0)) {
        run->credit -= 1;
        run->ahead++;
    }
}

static void announce_nonfinite(un_App *app) {
    const un_Snapshot *snapshot = app->snapshot;
    for (int i = 0; i < snapshot->lane_count; i++) {
        const un_SnapshotLane *lane = &snapshot->lane[i];
        if (lane->nonfinite_at >= 0 && !(app->run.nonfinite & 1u << i)) {
            app->run.nonfinite |= 1u << i;
            un_toast(app, _("%s: a value was not finite at update %d. The lane stands still from there."), lane->name,
                     lane->nonfinite_at);
        }
    }
}

static void take_snapshot(un_App *app) {
    un_Run *run = &app->run;
    // While the wave runs through a moment of a training that goes on, that moment stays.
    bool held = app->wave.active && (app->wave.playing || app->wave.gliding) && run->playing && !run->settling;
    if (app->export.job || held || (run->playing && !run->settling && app->now - app->snapshot_at < SNAPSHOT_INTERVAL)) {
        return;
    }
    int64_t serial = app->snapshot->serial;
    app->snapshot = un_worker_latest(app->worker);
    if (app->snapshot->serial == serial) {
        return;
    }
    app->snapshot_at = app->now;
    app->dirty = true;
    if (app->snapshot->generation != app->generation || (run->settling && app->snapshot->update == 0)) {
        run->settling = false;
        run->good = run->base;
        run->planned = app->snapshot->updates;
        if (app->generation != app->snapshot->generation) un_knobs_renew(app);
        app->generation = app->snapshot->generation;
        app->axis = un_axis_choose(app->snapshot);
    } else { // training may leave the axis chosen at its start; it never narrows again, so heights stay comparable
        app->axis = un_axis_extend(app->axis, app->snapshot);
    }
    run->planned = app->snapshot->updates > run->planned && !run->settling ? app->snapshot->updates : run->planned;
    announce_nonfinite(app);
}

// Knobs that turn while it trains go back to the values that training uses. What starts anew starts with its own.
void un_run_follow(un_App *app) {
    un_Run *run = &app->run;
    if (run->changed || run->settling) {
        return;
    }
    un_Experiment used;
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
    un_worker_result(app->worker, &used, &update, hash);
    for (int i = 0; i < used.edit_count && used.edit[i].at <= update; i++) {
        if (used.edit[i].act == UN_ACT_SET)
            un_param_table[used.edit[i].param].set(&used, used.edit[i].lane, used.edit[i].value);
    }
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        for (int lane = 0; row->editable && lane < run->now.lane_count; lane++) {
            row->set(&run->now, lane, row->get(&used, lane));
        }
    }
}

// The worker could not build what it was told and goes on with what it had.
static void recover(un_App *app, const un_Error *error) {
    un_Run *run = &app->run;
    un_toast(app, "%s", error->message);
    app->dirty = true;
    if (error->code == UN_ERROR_VALUE) { // no room for one more edit: everything else stands
        un_run_follow(app);
        return;
    }
    run->now = run->base = run->good;
    run->planned = run->good.updates;
    run->changed = run->settling = false;
}

/// What is shown decides what is measured.
static void want(un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    unsigned wanted = un_places_wants(app) | (stop ? un_stop_wants(stop) : 0);
    if (wanted != app->run.wanted && post(app, UN_COMMAND_WANT, wanted)) app->run.wanted = wanted;
}

void un_run_advance(un_App *app, double dt) {
    un_Run *run = &app->run;
    if (run->asking) {
        ask(app, run->asked);
    }
    tell(app);
    want(app);
    owe_updates(app, dt);
    if (!app->def.threaded) {
        un_worker_slice(app->worker, SLICE);
    }
    un_Error error;
    if (un_worker_take_error(app->worker, &error)) {
        recover(app, &error);
    }
    take_snapshot(app);
    un_knobs_advance(app);
    un_time_advance(app);
    if (run->playing && !run->settling && app->snapshot->update >= run->planned) {
        run->playing = false;
        run->ended = run->wave_when_still = true;
    }
    if (run->wave_when_still && !run->playing && !run->settling && !app->snapshot->running) {
        run->wave_when_still = false;
        un_wave_play(app);
    }
}
