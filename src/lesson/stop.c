#include "lesson/stop.h"

#include "base/catalog.h"
#include "base/number.h"
#include "sim/param.h"
#include "task/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UPDATES_MAX = 100000, OTHER_SEEDS_MAX = 20 };

static const char *next_view(const void *context, int index) {
    (void)context;
    return index < UN_VIEW_COUNT ? un_view_table[index]->name : NULL;
}

static const char *next_control(const void *context, int index) {
    (void)context;
    return index < un_control_count ? un_control_table[index].name : NULL;
}

static const char *next_wave(const void *context, int index) {
    static const char *const names[] = {"whole", "forward", "back", NULL}; // un_StopWave
    (void)context;
    return names[index];
}

static const char *next_show(const void *context, int index) {
    static const char *const names[] = {"h", "c", NULL};
    (void)context;
    return names[index];
}

/// Read before everything else, by read_experiment.
static bool read_nothing(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    (void)key;
    (void)value;
    (void)out;
    return true;
}

static bool read_views(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_Stop *stop = out;
    if (value->kind != UN_YAML_LIST || value->count < 1 || value->count > UN_STOP_VIEWS) return false;
    const un_LessonKey one = {.name = key->name, .names = next_view};
    int count = 0;
    char valid[400];
    for (const un_YamlNode *item = value->first; item; item = item->next) {
        int view = 0;
        if (!un_read_name(reading, &one, item, &view)) {
            const char *text = item->kind == UN_YAML_SCALAR ? item->text : "";
            return un_keys_wrong(reading, key->name, item, un_keys_suggest(text, next_view, NULL, valid, sizeof valid));
        }
        for (int i = 0; i < count; i++) {
            if (stop->view[i] == view) return un_keys_wrong(reading, key->name, item, _("each view once"));
        }
        stop->view[count++] = view;
    }
    stop->view_count = count;
    return true;
}

static bool read_part(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *item, un_PartRef *out) {
    if (item->kind != UN_YAML_SCALAR) return un_keys_wrong(reading, key->name, item, _(key->valid));
    char view[24], valid[400];
    size_t length = strcspn(item->text, "/");
    snprintf(view, sizeof view, "%.*s", length < 23 ? (int)length : 23, item->text);
    const char *part = item->text[length] ? item->text + length + 1 : "";
    *out = (un_PartRef){.view = un_view_find(view), .line = item->line, .column = item->column};
    if (out->view < 0)
        return un_keys_wrong(reading, key->name, item, un_keys_suggest(view, next_view, NULL, valid, sizeof valid));
    if (strlen(part) >= UN_PART_NAME) return un_keys_wrong(reading, key->name, item, _(key->valid));
    snprintf(out->part, sizeof out->part, "%s", part);
    return true;
}

/// highlight and cover: out is the count, the parts stand in stop.
static bool read_parts(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_Stop *stop = out;
    bool cover = strcmp(key->name, "cover") == 0;
    un_PartRef *part = cover ? stop->cover : stop->highlight;
    int count = 0;
    if (value->kind != UN_YAML_LIST || value->count > UN_STOP_PARTS) return false;
    for (const un_YamlNode *item = value->first; item; item = item->next, count++) {
        if (!read_part(reading, key, item, &part[count])) return false;
    }
    *(cover ? &stop->cover_count : &stop->highlight_count) = count;
    return true;
}

static bool read_controls(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_Stop *stop = out;
    const un_LessonKey one = {.name = key->name, .names = next_control};
    int count = 0;
    char valid[400];
    if (value->kind != UN_YAML_LIST || value->count > UN_STOP_CONTROLS) return false;
    for (const un_YamlNode *item = value->first; item; item = item->next, count++) {
        if (!un_read_name(reading, &one, item, &stop->control[count])) {
            const char *text = item->kind == UN_YAML_SCALAR ? item->text : "";
            return un_keys_wrong(reading, key->name, item,
                                 un_keys_suggest(text, next_control, NULL, valid, sizeof valid));
        }
    }
    stop->control_count = count;
    return true;
}

/// "loss < 0.05", "accuracy >= 0.98", "solved"
static bool read_until(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    static const struct {
        const char *start;
        un_UntilKind kind;
        double most;
    } forms[] = {{"loss <", UN_UNTIL_LOSS, 1e6}, {"accuracy >=", UN_UNTIL_ACCURACY, 1}};
    (void)reading;
    (void)key;
    un_StopRun *run = out;
    if (value->kind != UN_YAML_SCALAR) return false;
    if (strcmp(value->text, "solved") == 0) {
        run->until = UN_UNTIL_SOLVED;
        return true;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t length = strlen(forms[i].start);
        double number = 0;
        if (strncmp(value->text, forms[i].start, length) != 0) continue;
        const char *text = value->text + length;
        if (!un_number_parse_real(text + strspn(text, " "), &number) || number <= 0 || number > forms[i].most)
            return false;
        run->until = forms[i].kind;
        run->value = number;
        return true;
    }
    return false;
}

// clang-format off
const un_LessonKey un_run_key[] = {
    {"updates", un_read_count, offsetof(un_StopRun, updates), NULL, 0, UPDATES_MAX, NULL, 0},
    {"until", read_until, 0, UN_KEY("solved, \"loss < 0.05\" or \"accuracy >= 0.98\""), 0, 0, NULL, 0},
    {"lane", un_read_lane, offsetof(un_StopRun, lane), UN_KEY("the name of a lane"), 0, 0, NULL, 0},
    {"seeds", un_read_int, offsetof(un_StopRun, seeds), NULL, 0, OTHER_SEEDS_MAX, NULL, 0},
    {"before", un_read_bool, offsetof(un_StopRun, before), UN_KEY("true or false"), 0, 0, NULL, 0},
};
// clang-format on
const int un_run_key_count = (int)(sizeof un_run_key / sizeof *un_run_key);

static bool read_run(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_StopRun *run = out;
    *run = (un_StopRun){.lane = -1};
    if (value->kind != UN_YAML_MAPPING) return false;
    if (!un_keys_read(reading, key->name, value, un_run_key, un_run_key_count, run)) return false;
    const un_YamlNode *until = un_yaml_value(value, "until");
    if (until && run->updates == 0) {
        un_keys_error(reading, until->key,
                      _("until: found no budget, valid: 'updates' beside it, such as {until: solved, updates: 2000}"));
        return false;
    }
    const un_YamlNode *lane = un_yaml_value(value, "lane");
    if (lane && !until) un_keys_error(reading, lane->key, _("lane: found no 'until', valid: beside 'until'"));
    return true;
}

static bool read_reverse(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    bool reverse = false;
    if (!un_read_bool(reading, key, value, &reverse)) return false;
    *(int *)out = reverse;
    return true;
}

// clang-format off
const un_LessonKey un_select_key[] = {
    {"lane", un_read_lane, offsetof(un_Selection, lane), UN_KEY("the name of a lane"), 0, 0, NULL, 0},
    {"step", un_read_int, offsetof(un_Selection, step), NULL, 0, UN_STEPS_MAX - 1, NULL, 0},
    {"unit", un_read_int, offsetof(un_Selection, unit), NULL, 0, UN_HIDDEN_MAX - 1, NULL, 0},
    {"reverse", read_reverse, offsetof(un_Selection, direction), UN_KEY("true or false"), 0, 0, NULL, 0},
};
// clang-format on
const int un_select_key_count = (int)(sizeof un_select_key / sizeof *un_select_key);

static bool read_select(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_Selection *select = out;
    un_Selection read = {.lane = 0, .step = -1, .unit = -1};
    if (value->kind != UN_YAML_MAPPING || !un_yaml_value(value, "step")) return false;
    if (!un_keys_read(reading, key->name, value, un_select_key, un_select_key_count, &read)) return false;
    const un_Experiment *experiment = reading->experiment;
    if (!experiment) return true;
    if (experiment->lane_count > 1 && !un_yaml_value(value, "lane")) return false;
    int steps = un_task_steps(&experiment->task);
    char valid[32];
    if (read.step >= steps) {
        snprintf(valid, sizeof valid, "0..%d", steps - 1);
        return un_keys_wrong(reading, "step", un_yaml_value(value, "step"), valid);
    }
    const un_LaneDef *lane = &experiment->lane[read.lane];
    if (read.unit >= lane->hidden) {
        snprintf(valid, sizeof valid, "0..%d", lane->hidden - 1);
        return un_keys_wrong(reading, "unit", un_yaml_value(value, "unit"), valid);
    }
    if (read.direction && !lane->bidirectional)
        return un_keys_wrong(reading, "reverse", un_yaml_value(value, "reverse"),
                             _("true on a lane with direction: bidirectional"));
    *select = read;
    return true;
}

static bool read_wave(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    int index = 0;
    if (!un_read_name(reading, key, value, &index)) return false;
    *(un_StopWave *)out = (un_StopWave)index;
    return true;
}

static bool read_show(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    int index = 0;
    if (!un_read_name(reading, key, value, &index)) return false;
    *(bool *)out = index == 1;
    return true;
}

#define PARTS_VALID  UN_KEY("a list of up to 6 parts such as profile or stage/RNN/gradient")
#define RUN_VALID    UN_KEY("a mapping such as {updates: 600} or {until: solved, updates: 2000}")
#define SELECT_VALID UN_KEY("a mapping such as {lane: RNN, step: 3, unit: 2}; the unit may be left out")
// clang-format off
const un_LessonKey un_stop_key[] = {
    {"experiment", read_nothing, 0, UN_KEY("a mapping with seed, task, batch, updates, lanes, edits"), 0, 0, NULL, 0},
    {"change", read_nothing, 0, UN_KEY("a mapping such as {task: {lag: 50}, lanes: [{name: RNN, hidden: 32}]}"), 0, 0, NULL, 0},
    {"views", read_views, 0, UN_KEY("a list of 1 to 3 views such as [stage, profile]"), 0, 0, next_view, 0},
    {"highlight", read_parts, 0, PARTS_VALID, 0, 0, NULL, 0},
    {"cover", read_parts, 0, PARTS_VALID, 0, 0, NULL, 0},
    {"controls", read_controls, 0, UN_KEY("a list of up to 12 controls such as [wave, lag]"), 0, 0, next_control, 0},
    {"run", read_run, offsetof(un_Stop, run), RUN_VALID, 0, 0, NULL, 0},
    {"wave", read_wave, offsetof(un_Stop, wave), NULL, 0, 0, next_wave, 0},
    {"show", read_show, offsetof(un_Stop, show_c), NULL, 0, 0, next_show, 0},
    {"select", read_select, offsetof(un_Stop, select), SELECT_VALID, 0, 0, NULL, 0},
    {"look", un_read_prose, offsetof(un_Stop, look), UN_KEY("one sentence"), 0, 0, NULL, 0},
};
// clang-format on
const int un_stop_key_count = (int)(sizeof un_stop_key / sizeof *un_stop_key);

/// The experiment comes first, wherever it stands: what else is said is about its lanes.
static void read_experiment(un_Stop *stop, un_Reading *reading, const un_YamlNode *root, const un_StopBase *base) {
    bool keys = root && root->kind == UN_YAML_MAPPING;
    const un_YamlNode *whole = keys ? un_yaml_value(root, "experiment") : NULL,
                      *change = keys ? un_yaml_value(root, "change") : NULL;
    reading->experiment = NULL;
    bool read = false;
    if (whole && change) {
        un_keys_error(reading, change->key, "%s", _("found both 'experiment' and 'change', valid: one of them"));
    } else if (whole) {
        read = un_keys_experiment(reading, &stop->experiment, false, whole);
    } else if (base->experiment) {
        stop->experiment = *base->experiment;
        read = !change || un_keys_experiment(reading, &stop->experiment, true, change);
    } else if (!base->failed) {
        un_source_error_at(
            reading->source, root ? root->line : stop->line, root ? root->column : 1, "%s",
            _("found no experiment to begin with, valid: 'experiment' in this stop or in the front matter"));
    }
    if (read) reading->experiment = &stop->experiment;
}

/// A run of its own, unless it is the one of the stop before.
static bool is_fresh(const un_Stop *stop, const un_StopBase *base) {
    if (!base->before) return true;
    char *text = un_experiment_write(&stop->experiment), *before = un_experiment_write(&base->before->experiment);
    bool fresh = !text || !before || strcmp(text, before) != 0;
    free(text);
    free(before);
    return fresh;
}

static void set_defaults(un_Stop *stop, const un_StopBase *base) {
    stop->select.lane = stop->run.lane = -1;
    stop->control[0] = un_control_find("wave");
    stop->control_count = 1;
    stop->view[0] = UN_VIEW_STAGE;
    stop->view[1] = UN_VIEW_PROFILE;
    stop->view_count = 2;
    if (!base->before) return;
    memcpy(stop->view, base->before->view, sizeof stop->view);
    stop->view_count = base->before->view_count;
}

static const char *next_title(const void *context, int index) {
    const char(*titles)[UN_LANE_NAME] = context;
    return index < UN_LANES_MAX && titles[index][0] ? titles[index] : NULL;
}

/// "RNN/gradient" begins with a lane as a reader knows it, but in the views whose parts have other first names.
static void check_lane(un_Reading *reading, const un_PartRef *part, const char *key) {
    const char *slash = strchr(part->part, '/');
    if (!slash || !reading->experiment || part->view == UN_VIEW_TRAINING || part->view == UN_VIEW_INSPECTOR) return;
    char titles[UN_LANES_MAX][UN_LANE_NAME] = {{0}}, lane[UN_PART_NAME], valid[256];
    for (int i = 0; i < reading->experiment->lane_count; i++) {
        un_experiment_lane_title(reading->experiment, i, titles[i], sizeof titles[i]);
        size_t length = strlen(titles[i]);
        if (strncmp(titles[i], part->part, length) == 0 && part->part[length] == '/') return;
    }
    snprintf(lane, sizeof lane, "%.*s", (int)(slash - part->part), part->part);
    char found[UN_PARAM_TEXT];
    un_source_error_at(reading->source, part->line, part->column, _("%s: found a part of the lane '%s', valid: %s"), key,
                       un_param_quote(lane, found, sizeof found),
                       un_keys_suggest(lane, next_title, titles, valid, sizeof valid));
}

/// Nothing can be pointed at in a view or a lane that is not there.
static void check_parts(un_Reading *reading, const un_Stop *stop, const un_PartRef *part, int count, const char *key) {
    for (int i = 0; i < count; i++) {
        int view = 0;
        while (view < stop->view_count && stop->view[view] != part[i].view)
            view++;
        if (view == stop->view_count) {
            un_source_error_at(reading->source, part[i].line, part[i].column,
                               _("%s: found the view '%s', valid: a view that this stop shows"), key,
                               un_view_table[part[i].view]->name);
        } else {
            check_lane(reading, &part[i], key);
        }
    }
}

void un_stop_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root, const un_StopBase *base) {
    set_defaults(stop, base);
    read_experiment(stop, reading, root, base);
    if (root) un_keys_read(reading, "stop", root, un_stop_key, un_stop_key_count, stop);
    if (reading->experiment) stop->fresh = is_fresh(stop, base);
    check_parts(reading, stop, stop->highlight, stop->highlight_count, "highlight");
    check_parts(reading, stop, stop->cover, stop->cover_count, "cover");
}
