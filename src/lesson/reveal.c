#include "lesson/stop.h"

#include "base/catalog.h"
#include "net/cell.h"
#include "sim/param.h"
#include "task/task.h"

#include <stdio.h>
#include <string.h>

static const char *next_quantity(const void *context, int index) {
    (void)context;
    return index < un_quantity_count ? un_quantity_table[index].name : NULL;
}

static bool read_also(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out);

#define OF(member) offsetof(un_Reveal, member)
// clang-format off
const un_LessonKey un_reveal_key[] = {
    {"quantity", un_read_name, OF(quantity.quantity), NULL, 0, 0, next_quantity, 0},
    {"lane", un_read_lane, OF(quantity.lane), UN_KEY("the name of a lane"), 0, 0, NULL, 0},
    {"other", un_read_lane, OF(quantity.other), UN_KEY("the name of a lane"), 0, 0, NULL, 0},
    {"step", un_read_int, OF(quantity.step), NULL, 0, UN_STEPS_MAX - 1, NULL, 0},
    {"distance", un_read_int, OF(quantity.distance), NULL, 0, UN_STEPS_MAX - 1, NULL, 0},
    {"unit", un_read_int, OF(quantity.unit), NULL, 0, UN_HIDDEN_MAX - 1, NULL, 0},
    {"gate", un_read_text, OF(quantity.gate), UN_KEY("the letter of a gate"), 1, sizeof((un_QuantityRef *)0)->gate - 1, NULL, 0},
    {"reverse", un_read_bool, OF(quantity.reverse), UN_KEY("true or false"), 0, 0, NULL, 0},
    {"says", un_read_prose, OF(says), UN_KEY("what stands behind the number, such as \"of the gradient reaches step 0.\""), 0, 0, NULL, 0},
    {"expect", un_read_real, OF(expect), UN_KEY("the number that you measured"), -1e300, 1e300, NULL, 0},
    {"tolerance", un_read_tolerance, OF(tolerance), UN_KEY("{factor: 3} or {absolute: 0.05}"), 0, 0, NULL, 0},
    {"also", read_also, 0, UN_KEY("a list of up to 3 more, each with quantity, says, expect, tolerance"), 0, 0, NULL, 0},
};
// clang-format on
const int un_reveal_key_count = (int)(sizeof un_reveal_key / sizeof *un_reveal_key);
enum { KEYS = sizeof un_reveal_key / sizeof *un_reveal_key };

/// Read by un_reveals_read, which has the room for it.
static bool read_also(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    (void)key;
    (void)out;
    return value->kind == UN_YAML_LIST && value->count < UN_REVEALS_MAX;
}

/// What a quantity may be told and what it must be.
static bool check_told(un_Reading *reading, const un_YamlNode *root, un_Reveal *reveal) {
    static const struct {
        const char *key;
        unsigned bit;
    } told[] = {{"lane", UN_QUANTITY_LANE},         {"other", UN_QUANTITY_OTHER}, {"step", UN_QUANTITY_STEP},
                {"distance", UN_QUANTITY_DISTANCE}, {"unit", UN_QUANTITY_UNIT},   {"gate", UN_QUANTITY_GATE}};
    const un_QuantityRow *row = &un_quantity_table[reveal->quantity.quantity];
    bool fine = true;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const un_YamlNode *value = un_yaml_value(root, told[i].key);
        bool only = told[i].bit == UN_QUANTITY_LANE && reading->experiment && reading->experiment->lane_count == 1;
        if (!value && only && (row->takes | row->needs) & UN_QUANTITY_LANE) {
            reveal->quantity.lane = 0; // there is no other
        } else if (!value && row->needs & told[i].bit) {
            un_keys_error(reading, root, _("reveal: found no '%s', which %s must be told, valid: '%s' beside it"),
                          told[i].key, row->name, told[i].key);
            fine = false;
        } else if (value && !((row->takes | row->needs) & told[i].bit)) {
            un_keys_error(reading, value->key, _("%s: found it with %s, which does not depend on it, valid: without"),
                          told[i].key, row->name);
            fine = false;
        }
    }
    return fine;
}

/// A step, unit or gate that the experiment has not.
static void check_place(un_Reading *reading, const un_YamlNode *root, const un_Reveal *reveal) {
    const un_Experiment *experiment = reading->experiment;
    const un_QuantityRef *ref = &reveal->quantity;
    if (!experiment) return;
    int steps = un_task_steps(&experiment->task);
    char valid[64];
    snprintf(valid, sizeof valid, "0..%d", steps - 1);
    if (ref->step >= steps) un_keys_wrong(reading, "step", un_yaml_value(root, "step"), valid);
    if (ref->distance >= steps) un_keys_wrong(reading, "distance", un_yaml_value(root, "distance"), valid);
    if (ref->lane < 0) return;
    const un_LaneDef *lane = &experiment->lane[ref->lane];
    snprintf(valid, sizeof valid, "0..%d", lane->hidden - 1);
    if (ref->unit >= lane->hidden) un_keys_wrong(reading, "unit", un_yaml_value(root, "unit"), valid);
    if (ref->reverse && !lane->bidirectional)
        un_keys_wrong(reading, "reverse", un_yaml_value(root, "reverse"),
                      _("true on a lane with direction: bidirectional"));
    if (!ref->gate[0]) return;
    const un_CellInfo *cell = un_cell_info(lane->cell);
    size_t used = 0;
    for (int i = 0; i < cell->shown_gates; i++) {
        if (strcmp(cell->gate_name[i], ref->gate) == 0) return;
        used += (size_t)snprintf(valid + used, sizeof valid - used, "%s%s", i ? ", " : "", cell->gate_name[i]);
    }
    un_keys_wrong(reading, "gate", un_yaml_value(root, "gate"), cell->shown_gates ? valid : _("on a cell with gates"));
}

static void read_reveal(un_Reveal *reveal, un_Reading *reading, const un_YamlNode *root, int keys) {
    static const char *const needed[] = {"quantity", "says", "expect", "tolerance"};
    *reveal = (un_Reveal){.quantity = {.quantity = -1, .lane = -1, .other = -1, .step = -1, .distance = -1, .unit = -1},
                          .line = root->line,
                          .column = root->column};
    if (!un_keys_read(reading, "reveal", root, un_reveal_key, keys, reveal)) return;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (un_yaml_value(root, needed[i])) continue;
        un_keys_error(reading, root, _("reveal: found no '%s', valid: quantity, says, expect and tolerance"),
                      needed[i]);
        return;
    }
    if (check_told(reading, root, reveal)) check_place(reading, root, reveal);
}

static void read_list(un_Stop *stop, un_Reading *reading, const un_YamlNode *list) {
    for (const un_YamlNode *item = list->first; item && stop->reveal_count < UN_REVEALS_MAX; item = item->next)
        read_reveal(&stop->reveal[stop->reveal_count++], reading, item, KEYS - 1);
}

void un_reveals_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root) {
    if (root->kind == UN_YAML_LIST) {
        if (root->count < 1 || root->count > UN_REVEALS_MAX)
            un_keys_error(reading, root, _("reveal: found %d of them, valid: 1 to %d"), root->count, UN_REVEALS_MAX);
        read_list(stop, reading, root);
        return;
    }
    read_reveal(&stop->reveal[0], reading, root, KEYS);
    stop->reveal_count = 1;
    const un_YamlNode *also = root->kind == UN_YAML_MAPPING ? un_yaml_value(root, "also") : NULL;
    if (also && also->kind == UN_YAML_LIST) read_list(stop, reading, also);
}
