// The run behind a lesson's stop: opened, trained through the stops' runs up to this one's, its other seeds, its picture, its wave. Each
// frame looks at what stands and posts what is next; nothing waits. The same stop always stands at the same update, so a stop that was told
// is shown again from the same bits.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double PATIENCE = 4; // seconds for what the worker may refuse: other seeds, what is dear to measure

static const un_Stop *stop_at(const un_App *app, int stop) {
    return un_lesson_stop(app->lesson, stop);
}

/// The stop with whose experiment this one's run starts.
static int first_of_run(const un_App *app, int stop) {
    while (stop > 0 && !stop_at(app, stop)->fresh)
        stop--;
    return stop;
}

/// The last stop whose run belongs to the picture: this one's once the answer stands, or where it runs before the question.
static int last_leg(const un_App *app) {
    const un_Player *player = &app->course.player;
    return player->phase != UN_PHASE_ASK || stop_at(app, player->stop)->run.before ? player->stop : player->stop - 1;
}

static void change(un_App *app, un_CourseRun doing) {
    app->course.doing = doing;
    app->course.since = app->now;
    app->course.sent = false;
    app->dirty = true;
}

/// The worker has the run that starts at this stop, as the lesson left it.
static bool has_run(const un_App *app, int first) {
    const un_CourseState *course = &app->course;
    const un_Snapshot *snapshot = app->snapshot;
    return course->configured == first && !course->varied && !app->run.changed && !app->run.settling &&
           course->generation == app->generation && strcmp(course->run, snapshot->run) == 0 &&
           snapshot->edit_count == course->edits && app->knobs.picture.count == 0;
}

/// Where the run has been, and what of it is still to come.
static void plan(un_App *app) {
    un_CourseState *course = &app->course;
    int first = first_of_run(app, course->player.stop), last = last_leg(app);
    course->goal = 0;
    course->leg = first;
    for (int i = first; i <= last && !course->varied; i++) {
        if (course->ran_at[i] < 0) continue;
        course->goal = course->ran_at[i];
        course->leg = i + 1;
    }
    change(app, UN_COURSE_RETURNS);
}

static void open_run(un_App *app, int first, const un_Experiment *experiment) {
    app->course.configured = first;
    un_run_open(app, experiment, false);
    change(app, UN_COURSE_OPENS);
}

/// Where the keys are meant first.
static void focus_on_question(un_App *app, const un_Stop *stop) {
    bool asks = stop && app->course.player.phase == UN_PHASE_ASK;
    const char *name = !asks                                        ? "go_on"
                       : stop->question.kind == UN_QUESTION_CHOICE ? "choice/1"
                       : stop->question.kind == UN_QUESTION_NONE   ? "go_on"
                                                                    : "number";
    app->ui.focus = un_ui_id(&app->ui, name);
    // A number shows that it can be typed; else there is no ring before anybody has pressed a key.
    app->ui.focus_visible = app->frames > 0 || strcmp(name, "number") == 0;
}

void un_course_enter(un_App *app) {
    un_CourseState *course = &app->course;
    const un_Stop *stop = un_player_stop(&course->player);
    course->skip = course->inspector = course->dragging = false;
    course->first_view = 0;
    course->scroll = (un_UiScroll){0, 0};
    app->places.expanded = 0;
    app->overlay = UN_OVERLAY_NONE;
    if (!un_zoom_is_whole(app)) un_zoom_all(app);
    if (app->run.playing) un_run_pause(app);
    app->run.wave_when_still = app->run.ended = false;
    if (!app->by_pointer) focus_on_question(app, stop);
    if (!stop) {
        change(app, UN_COURSE_STANDS);
        return;
    }
    app->view.show_c = stop->show_c;
    app->view.select = stop->select;
    int first = first_of_run(app, course->player.stop);
    if (has_run(app, first)) {
        plan(app);
    } else {
        course->varied = false;
        open_run(app, first, &stop_at(app, first)->experiment);
    }
}

void un_course_run(un_App *app) {
    app->course.skip = false;
    plan(app);
}

void un_course_vary(un_App *app, const un_Experiment *experiment) {
    app->course.varied = true;
    app->course.skip = true;
    open_run(app, -1, experiment);
}

static bool is_still(const un_App *app) {
    return !app->snapshot->running && !app->snapshot->seeking && !app->time.going;
}

static void send(un_App *app, const un_Until *until) {
    un_Command command = {.kind = UN_COMMAND_UNTIL, .until = *until};
    app->course.sent = un_worker_post(app->worker, &command);
}

static void opens(un_App *app) {
    un_CourseState *course = &app->course;
    if (app->run.changed || app->run.settling) return;
    course->generation = app->generation;
    snprintf(course->run, sizeof course->run, "%s", app->snapshot->run);
    course->edits = app->snapshot->edit_count; // the experiment's own: a gate that the lesson holds
    plan(app);
}

static void returns(un_App *app) {
    un_CourseState *course = &app->course;
    int64_t reach = app->snapshot->reach > app->snapshot->update ? app->snapshot->reach : app->snapshot->update;
    if (is_still(app) && app->snapshot->update == course->goal) {
        change(app, UN_COURSE_TRAINS);
    } else if (!course->sent && course->goal <= reach) {
        un_time_go(app, course->goal);
        course->sent = true;
    } else if (!course->sent) {
        send(app, &(un_Until){.updates = course->goal, .lane = -1});
    }
}

static void trains(un_App *app) {
    un_CourseState *course = &app->course;
    for (int last = last_leg(app); course->leg <= last; course->leg++, course->sent = false) {
        const un_Stop *stop = stop_at(app, course->leg);
        if (!is_still(app)) return;
        if (!un_stop_is_trained(stop, app->snapshot)) {
            un_Until until = un_stop_until(stop);
            if (!course->sent) send(app, &until);
            return;
        }
        if (!course->varied) course->ran_at[course->leg] = app->snapshot->update;
    }
    change(app, UN_COURSE_SEEDS);
}

/// Seeds are trained to the plan of the run: the experiment's own updates, or those of the stops so far where they are more.
static int64_t planned_updates(const un_App *app, int stop) {
    int first = first_of_run(app, stop);
    int64_t planned = stop_at(app, first)->experiment.updates;
    for (int i = first; i <= stop; i++) {
        if (stop_at(app, i)->run.updates > planned) planned = stop_at(app, i)->run.updates;
    }
    return planned;
}

static bool post_seeds(un_App *app, int wanted) {
    int64_t more = planned_updates(app, app->course.player.stop) - app->snapshot->updates;
    un_Command command = {.kind = UN_COMMAND_EXTEND, .value = (double)more};
    if (more != 0 && !un_worker_post(app->worker, &command)) return false;
    command = (un_Command){.kind = UN_COMMAND_SEEDS, .value = wanted};
    return un_worker_post(app->worker, &command);
}

static void seeds(un_App *app) {
    un_CourseState *course = &app->course;
    const un_Stop *stop = un_player_stop(&course->player);
    const un_SnapshotSeeds *beside = &app->snapshot->seeds;
    int wanted = stop->run.seeds < UN_SNAPSHOT_SEEDS ? stop->run.seeds : UN_SNAPSHOT_SEEDS;
    bool mine = last_leg(app) == course->player.stop && wanted > 0 && !course->varied;
    bool refused = course->sent && beside->planned == 0 && app->now - course->since > PATIENCE;
    if (!mine || refused || (beside->planned >= wanted && beside->done >= beside->planned)) {
        change(app, UN_COURSE_MEASURES);
    } else if (!course->sent && beside->planned != wanted) {
        course->sent = post_seeds(app, wanted);
    }
}

/// The snapshot holds what the stop's views and quantities take, or never will.
static bool is_measured(const un_App *app, const un_Stop *stop) {
    unsigned wants = un_stop_wants(stop);
    for (int lane = 0; lane < app->snapshot->lane_count; lane++) {
        const un_MeasuresShape *shape = &app->snapshot->shape.measures[lane];
        if ((wants & ~shape->wanted & ~shape->too_dear) != 0) return app->now - app->course.since > PATIENCE;
    }
    return true;
}

/// Some view of the stop shows the wave.
bool un_course_shows_wave(const un_App *app) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        int view = app->layout.view[place];
        if (app->layout.place[place].w > 0 && (view == UN_VIEW_STAGE || view == UN_VIEW_PROFILE)) return true;
    }
    return false;
}

static double end_of_wave(const un_App *app, const un_Stop *stop) {
    int T = app->snapshot->T;
    return stop->wave == UN_STOP_WAVE_FORWARD ? un_wave_loss_time(T) : un_wave_duration(T);
}

static void stand_wave(un_App *app, double t) {
    app->wave.active = true;
    app->wave.playing = app->wave.gliding = false;
    app->wave.t = t;
}

static void tell(un_App *app, const un_Stop *stop) {
    un_CourseState *course = &app->course;
    stand_wave(app, end_of_wave(app, stop));
    un_player_ran(&course->player, app->snapshot);
    un_course_shoot(app);
    un_course_keep(app);
    course->told_at = app->now;
    course->scroll.y = 0;
    change(app, UN_COURSE_STANDS);
}

static void measures(un_App *app) {
    un_CourseState *course = &app->course;
    const un_Stop *stop = un_player_stop(&course->player);
    if (!is_measured(app, stop)) return;
    if (course->player.phase == UN_PHASE_RUN && !course->skip && un_course_shows_wave(app)) {
        change(app, UN_COURSE_WAVES);
        stand_wave(app, stop->wave == UN_STOP_WAVE_BACK ? un_wave_loss_time(app->snapshot->T) : 0);
        app->wave.playing = true;
    } else if (course->player.phase == UN_PHASE_RUN) {
        tell(app, stop);
    } else {
        course->told_at = app->now;
        if (course->player.phase == UN_PHASE_TOLD) stand_wave(app, end_of_wave(app, stop));
        change(app, UN_COURSE_STANDS);
    }
}

static void waves(un_App *app) {
    const un_Stop *stop = un_player_stop(&app->course.player);
    if (!app->wave.playing || app->wave.t >= end_of_wave(app, stop)) tell(app, stop);
}

void un_course_skip(un_App *app) {
    app->course.skip = true;
    if (app->course.doing == UN_COURSE_WAVES) app->wave.playing = false;
    app->dirty = true;
}

/// While the question is open the wave stands before its way back; while the run trains there is none.
static void keep_wave(un_App *app) {
    const un_CourseState *course = &app->course;
    if (course->player.phase == UN_PHASE_ASK) {
        stand_wave(app, un_wave_loss_time(app->snapshot->T));
    } else if (course->player.phase == UN_PHASE_RUN && course->doing == UN_COURSE_TRAINS && app->snapshot->running) {
        app->wave.active = false;
    }
}

void un_course_advance(un_App *app) {
    static void (*const next[])(un_App * app) = {
        [UN_COURSE_OPENS] = opens, [UN_COURSE_RETURNS] = returns,   [UN_COURSE_TRAINS] = trains,
        [UN_COURSE_SEEDS] = seeds, [UN_COURSE_MEASURES] = measures, [UN_COURSE_WAVES] = waves};
    un_CourseState *course = &app->course;
    if (!un_course_stop(app)) return;
    // What is there already takes no frame each.
    for (un_CourseRun was = UN_COURSE_STANDS; course->doing != was && course->doing != UN_COURSE_STANDS;) {
        was = course->doing;
        next[was](app);
        if (was == UN_COURSE_OPENS || was == UN_COURSE_WAVES) break;
    }
    keep_wave(app);
}

/// Of the lane that the run waits for, else of the first.
static double loss_now(const un_App *app, const un_Stop *stop) {
    int lane = stop->run.lane > 0 && stop->run.lane < app->snapshot->lane_count ? stop->run.lane : 0;
    return app->snapshot->lane[lane].train_loss;
}

float un_course_progress(const un_App *app, char *out, size_t size) {
    const un_CourseState *course = &app->course;
    const un_Snapshot *snapshot = app->snapshot;
    int last = last_leg(app), leg = course->leg < last ? course->leg : last;
    const un_Stop *stop = stop_at(app, leg < 0 ? 0 : leg);
    char at[32], of[32], loss[24];
    if (course->doing == UN_COURSE_SEEDS) {
        int planned = snapshot->seeds.planned > 0 ? snapshot->seeds.planned : stop->run.seeds;
        int seed = snapshot->seeds.done + 1 < planned ? snapshot->seeds.done + 1 : planned;
        snprintf(out, size, _("Seed %d of %d"), seed, planned);
        return planned > 0 ? (float)snapshot->seeds.done / (float)planned : 0;
    }
    if (course->doing == UN_COURSE_WAVES || stop->run.updates <= 0) {
        snprintf(out, size, "%s", course->doing == UN_COURSE_WAVES ? _("The wave goes through the network") : _("The run opens"));
        return course->doing == UN_COURSE_WAVES ? (float)(app->wave.t / un_wave_duration(snapshot->T)) : 0;
    }
    un_number_count(snapshot->update, at, sizeof at);
    un_number_count(stop->run.updates, of, sizeof of);
    double mean = loss_now(app, stop);
    if (isnan(mean))
        snprintf(out, size, _("Update %s of %s"), at, of);
    else
        snprintf(out, size, stop->run.until == UN_UNTIL_UPDATES ? _("Update %s of %s; loss %s") : _("Update %s of at most %s; loss %s"), at, of,
                 un_number_short(mean, loss, sizeof loss));
    return fminf((float)snapshot->update / (float)stop->run.updates, 1);
}
