// The run's past under the user's hand: the timeline as a slider, one update back, a branch.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/timeline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// While the thumb is dragged the worker is sent on again when it has answered, or after this long without an answer.
static const double PATIENCE = 0.25;

static int64_t reach_of(const un_App *app) {
    const un_Snapshot *snapshot = app->snapshot;
    return snapshot->reach > snapshot->update ? snapshot->reach : snapshot->update;
}

static int64_t present(const un_App *app) {
    return app->time.going ? app->time.goal : app->snapshot->update;
}

static void send(un_App *app) {
    un_TimeControl *time = &app->time;
    un_Command command = {.kind = UN_COMMAND_GOTO, .value = (double)time->goal};
    if (!un_worker_post(app->worker, &command)) return;
    time->told = true;
    time->told_goal = time->goal;
    time->told_at = app->now;
    time->told_serial = app->snapshot->serial;
}

/// False: it stands there already.
static bool go(un_App *app, int64_t update) {
    int64_t reach = reach_of(app);
    un_TimeControl *time = &app->time;
    if (app->run.settling || app->run.changed) return true; // there is no past yet
    update = update < 0 ? 0 : update > reach ? reach : update;
    if (app->run.playing) {
        un_run_pause(app);
    } else if (update == present(app)) {
        return false;
    }
    app->run.wave_when_still = app->run.ended = false;
    app->run.ahead = 0;
    un_wave_hide(app);
    time->going = true;
    time->told = false;
    time->goal = update;
    app->dirty = true;
    return true;
}

void un_time_go(un_App *app, int64_t update) {
    if (go(app, update)) return;
    un_toast(app, "%s",
             present(app) > 0 && present(app) == reach_of(app) ? _("The run has come no further than this: train on")
                                                               : _("This is the start of the run"));
}

void un_time_back(un_App *app) {
    un_time_go(app, present(app) - 1);
}

void un_time_start(un_App *app) {
    un_time_go(app, 0);
}

void un_time_reach(un_App *app) {
    un_time_go(app, reach_of(app));
}

void un_time_page(un_App *app, int direction) {
    int64_t tenth = reach_of(app) / 10;
    un_time_go(app, present(app) + direction * (tenth > 0 ? tenth : 1));
}

void un_time_branch(un_App *app) {
    if (app->snapshot->update >= app->snapshot->reach && !app->time.going) {
        un_toast(app, "%s", _("This is the end of the run: go back to an earlier update to branch"));
        return;
    }
    if (app->time.going && !app->time.told) send(app); // the worker goes there first
    un_Command command = {.kind = UN_COMMAND_BRANCH};
    un_worker_post(app->worker, &command);
}

void un_time_seeds(un_App *app) {
    bool runs = app->snapshot->seeds.planned > 0;
    if (!runs && app->run.playing) {
        un_run_pause(app);
    }
    un_Command command = {.kind = UN_COMMAND_SEEDS, .value = runs ? 0 : UN_SNAPSHOT_SEEDS};
    if (!un_worker_post(app->worker, &command)) return;
    if (runs) {
        un_toast(app, "%s", _("The other seeds are forgotten"));
    } else {
        un_toast(app, _("Seeds 1 to %d train beside this run while it stands still"), UN_SNAPSHOT_SEEDS);
    }
}

// A change behind the reach has started another run.
static void announce_run(un_App *app) {
    un_TimeControl *time = &app->time;
    const un_Snapshot *snapshot = app->snapshot;
    if (strcmp(time->run, snapshot->run) == 0) return;
    char count[32];
    if (time->run[0] && snapshot->other_run[0] && strcmp(time->run, snapshot->other_run) == 0) {
        un_number_count(snapshot->branched_at, count, sizeof count);
        un_toast(app, _("%s starts here, at update %s; %s stays beside it"), snapshot->run, count, snapshot->other_run);
    }
    snprintf(time->run, sizeof time->run, "%s", snapshot->run);
}

void un_time_advance(un_App *app) {
    un_TimeControl *time = &app->time;
    announce_run(app);
    if (!time->going) return;
    if (app->run.settling) { // a new configuration has no such past
        time->going = false;
        return;
    }
    const un_Snapshot *snapshot = app->snapshot;
    bool answered = snapshot->serial > time->told_serial && !snapshot->seeking;
    if (!time->told && (answered || app->now - time->told_at >= PATIENCE)) send(app);
    bool there = snapshot->serial > time->told_serial && !snapshot->seeking && snapshot->update == time->told_goal;
    if (time->told && there) {
        time->going = false;
        app->dirty = true;
        un_run_follow(app);
    }
}

static void slider(un_App *app, const un_TimelineLayout *layout) {
    un_Ui *ui = &app->ui;
    un_UiId id = un_ui_id(ui, "timeline");
    float s = app->scale, top = (layout->other.h > 0 ? layout->other.y : layout->track.y) - 14 * s;
    un_Rect box = {layout->track.x - 6 * s, top, layout->track.w + 12 * s,
                   layout->track.y + layout->track.h + 6 * s - top};
    un_ui_box(ui, id, box, UN_UI_BOX_FOCUS);
    if (ui->active == id && (ui->held || ui->released)) {
        go(app, un_timeline_update(&app->view, layout, ui->pointer.x));
    }
    if (ui->hot == id && ui->wheel != 0) {
        double hundredth = fmax(1, (double)reach_of(app) / 100);
        go(app, present(app) + (int64_t)((ui->wheel > 0 ? 1 : -1) * ceil(fabs((double)ui->wheel) * hundredth)));
        ui->wheel = 0;
    }
    if (un_ui_has_keys(ui, id)) {
        while (un_ui_take_key(ui, UN_UI_KEY_LEFT, 0) || un_ui_take_key(ui, UN_UI_KEY_DOWN, 0))
            un_time_go(app, present(app) - 1);
        while (un_ui_take_key(ui, UN_UI_KEY_RIGHT, 0) || un_ui_take_key(ui, UN_UI_KEY_UP, 0))
            un_time_go(app, present(app) + 1);
        if (un_ui_take_key(ui, UN_UI_KEY_PAGE_UP, 0)) un_time_page(app, -1);
        if (un_ui_take_key(ui, UN_UI_KEY_PAGE_DOWN, 0)) un_time_page(app, 1);
    }
    char tip[UN_UI_TIP];
    bool pointed = ui->hot == id;
    float x = pointed ? ui->pointer.x : un_timeline_x(layout, (double)present(app));
    un_timeline_words(&app->view, layout, x, tip, sizeof tip);
    un_ui_tip(ui, id, (un_Rect){x, box.y, 0, box.h}, tip);
    un_ui_ring(ui, id, box, 4 * s);
}

// "Run seeds 1-10" at the title of the views that show them; while they run it stops them.
static void seeds_button(un_App *app) {
    const un_SnapshotSeeds *seeds = &app->snapshot->seeds;
    float s = app->scale;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        int view = app->layout.view[place];
        if (app->layout.place[place].w <= 0 || (view != UN_VIEW_SEEDS && view != UN_VIEW_TRAINING)) continue;
        un_Rect head = un_lab_buttons(&app->view, &app->layout, (un_LabPlace)place, 3);
        un_Rect panel = un_lab_view_rect(&app->layout, (un_LabPlace)place);
        char label[48], tip[UN_UI_TIP];
        bool runs = seeds->planned > 0 && seeds->done < seeds->planned;
        if (runs)
            snprintf(label, sizeof label, _("Seed %d of %d: stop"), seeds->done + 1, seeds->planned);
        else if (seeds->planned > 0)
            snprintf(label, sizeof label, "%s", _("Forget the seeds"));
        else
            snprintf(label, sizeof label, _("Run seeds 1\xe2\x80\x93%d"), UN_SNAPSHOT_SEEDS);
        un_ButtonDef def = {.label = label, .size = 12, .tip = un_action_tip(UN_ACTION_SEEDS, tip, sizeof tip)};
        // The seeds' own view writes what it shows at the right of its head.
        float width = un_ui_button_width(&app->ui, &def), kept = view == UN_VIEW_SEEDS ? 170 * s : 20 * s;
        un_Rect at = {head.x + head.w + 12 * s, head.y + 1 * s, width, 26 * s};
        if (head.w <= 0 || at.x + width + kept > panel.x + panel.w) continue;
        char id[24];
        snprintf(id, sizeof id, "seeds/%d", place);
        un_draw_group(&app->list, "ui.seeds", un_rect_inset(at, -6 * s));
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), at, &def)) un_time_seeds(app);
        un_draw_group_end(&app->list);
    }
}

void un_time_widgets(un_App *app) {
    seeds_button(app);

    un_Rect strip = app->layout.timeline;
    if (strip.w <= 0 || app->snapshot->lane_count == 0) return;
    un_TimelineLayout layout = un_timeline_layout(&app->view, strip);
    un_draw_group(&app->list, "ui.timeline", strip);
    slider(app, &layout);
    if (layout.branch.w > 0) {
        char tip[UN_UI_TIP];
        bool end = app->snapshot->update >= app->snapshot->reach && !app->time.going;
        un_ButtonDef def = {.label = _("Branch here"),
                            .size = 13,
                            .disabled = end ? _("Go back to an earlier update to branch there  (B)") : NULL,
                            .tip = un_action_tip(UN_ACTION_BRANCH, tip, sizeof tip)};
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, "branch"), layout.branch, &def)) un_time_branch(app);
    }
    un_draw_group_end(&app->list);
}
