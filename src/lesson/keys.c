#include "lesson/keys.h"

#include "base/catalog.h"
#include "base/number.h"
#include "base/utf8.h"
#include "canvas/math.h"
#include "sim/param.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void un_texts_free(un_Texts *texts) {
    for (int i = 0; i < texts->count; i++)
        un_markdown_free(&texts->item[i]);
    free(texts->item);
    *texts = (un_Texts){0};
}

un_Markdown *un_texts_add(un_Texts *texts, const un_Source *source) {
    if (texts->count == texts->room) {
        int room = texts->room ? texts->room * 2 : 32;
        un_Markdown *item = realloc(texts->item, (size_t)room * sizeof *item);
        if (!item) {
            un_report_memory(source->reports, source->name);
            return NULL;
        }
        texts->item = item;
        texts->room = room;
    }
    texts->item[texts->count] = (un_Markdown){0};
    return &texts->item[texts->count++];
}

void un_keys_error(un_Reading *reading, const un_YamlNode *node, const char *format, ...) {
    char message[sizeof((un_Error *)0)->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    un_source_error_at(reading->source, node->line, node->column, "%s", message);
}

bool un_keys_wrong(un_Reading *reading, const char *what, const un_YamlNode *node, const char *valid) {
    char found[UN_PARAM_TEXT];
    un_keys_error(reading, node, _("%s: found %s, valid: %s"), what, un_yaml_found(node, found, sizeof found), valid);
    return false;
}

typedef struct KeyList {
    const un_LessonKey *keys;
    int count;
} KeyList;

static const char *next_key(const void *context, int index) {
    const KeyList *list = context;
    return index < list->count ? list->keys[index].name : NULL;
}

const char *un_keys_suggest(const char *text, const char *(*names)(const void *context, int index), const void *context,
                            char *out, size_t size) {
    enum { LONGEST = 120 };
    un_param_suggest(text, names, context, out, size);
    if (strlen(out) <= LONGEST) return out;
    size_t end = LONGEST; // a long list is in the documentation: here the nearest name and some more
    while (end > 0 && out[end] != ',')
        end--;
    if (end + 6 <= size) memcpy(out + end, ", ...", 6);
    return out;
}

/// What would be valid, for somebody who wrote value.
static const char *valid_of(const un_LessonKey *key, const un_YamlNode *value, char *out, size_t size) {
    if (key->valid) {
        snprintf(out, size, "%s", _(key->valid));
    } else if (key->names) {
        un_keys_suggest(value->kind == UN_YAML_SCALAR ? value->text : "", key->names, NULL, out, size);
    } else {
        snprintf(out, size, "%.10g..%.10g", key->least, key->most);
    }
    return out;
}

static void read_key(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *target) {
    char valid[400];
    int before = reading->source->reports->errors;
    if (!key->read(reading, key, value, (char *)target + key->offset) && reading->source->reports->errors == before)
        un_keys_wrong(reading, key->name, value, valid_of(key, value, valid, sizeof valid));
}

bool un_keys_read(un_Reading *reading, const char *what, const un_YamlNode *mapping, const un_LessonKey *keys,
                  int count, void *target) {
    KeyList list = {keys, count};
    char found[UN_PARAM_TEXT], valid[400];
    int before = reading->source->reports->errors;
    if (mapping->kind != UN_YAML_MAPPING) {
        un_keys_suggest("", next_key, &list, valid, sizeof valid);
        return un_keys_wrong(reading, what, mapping, valid);
    }
    for (const un_YamlNode *value = mapping->first; value; value = value->next) {
        int i = 0;
        while (i < count && strcmp(keys[i].name, value->key->text) != 0)
            i++;
        if (i < count) {
            read_key(reading, &keys[i], value, target);
        } else {
            un_keys_error(reading, value->key, _("unknown key '%s', valid: %s"),
                          un_param_quote(value->key->text, found, sizeof found),
                          un_keys_suggest(value->key->text, next_key, &list, valid, sizeof valid));
        }
    }
    return reading->source->reports->errors == before;
}

const un_YamlNode *un_keys_parse(un_Reading *reading, un_Yaml *yaml, size_t start, size_t end, const char *what) {
    const un_Source *source = reading->source;
    un_Error error = {0};
    reading->offset = start;
    reading->line = un_source_line(source, start, 0, 1);
    if (un_yaml_parse(yaml, source->text + start, end - start, source->name, reading->line - 1, &error)) {
        un_report(source->reports, false, &error);
        return NULL;
    }
    if (!yaml->root)
        un_source_error(source, start, _("%s: found nothing, valid: keys such as those of docs/WRITING-LESSONS.md"),
                        what);
    return yaml->root;
}

static void tell(void *context, const un_Error *error) {
    un_report(context, false, error);
}

bool un_keys_experiment(un_Reading *reading, un_Experiment *experiment, bool change, const un_YamlNode *value) {
    return un_experiment_read_all(experiment, change, value, reading->source->name, tell, reading->source->reports) ==
           UN_OK;
}

bool un_read_int(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    int64_t number = 0;
    if (!un_read_count(reading, key, value, &number)) return false;
    *(int *)out = (int)number;
    return true;
}

bool un_read_count(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    int64_t number = 0;
    bool right = value->kind == UN_YAML_SCALAR && value->plain && un_number_parse_int(value->text, &number) &&
                 (double)number >= key->least && (double)number <= key->most;
    if (right) *(int64_t *)out = number;
    return right;
}

bool un_read_real(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    double number = 0;
    bool right = value->kind == UN_YAML_SCALAR && value->plain && un_number_parse_real(value->text, &number) &&
                 number >= key->least && number <= key->most;
    if (right) *(double *)out = number;
    return right;
}

bool un_read_bool(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    (void)key;
    bool yes = value->kind == UN_YAML_SCALAR && value->plain && strcmp(value->text, "true") == 0;
    bool no = value->kind == UN_YAML_SCALAR && value->plain && strcmp(value->text, "false") == 0;
    if (yes || no) *(bool *)out = yes;
    return yes || no;
}

/// A plain text may hold formulas, too: between dollars that no backslash stands before.
static bool check_formulas(un_Reading *reading, const un_YamlNode *value) {
    const char *start = NULL;
    char name[UN_PARAM_TEXT], found[UN_PARAM_TEXT];
    for (const char *at = value->text; *at; at++) {
        if (*at != '$' || (at > value->text && at[-1] == '\\')) continue;
        size_t length = 0;
        const char *unknown = start ? un_math_unknown(start, (size_t)(at - start), &length) : NULL;
        if (unknown) {
            snprintf(name, sizeof name, "%.*s", length < 40 ? (int)length : 40, unknown);
            un_keys_error(reading, value,
                          _("found the unknown command '%s' in a formula, valid: those of docs/WRITING-LESSONS.md"),
                          un_param_quote(name, found, sizeof found));
            return false;
        }
        start = start ? NULL : at + 1;
    }
    return true;
}

bool un_read_text(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    if (value->kind != UN_YAML_SCALAR) return false;
    size_t length = strlen(value->text);
    if (length == 0 || (double)length > key->most) {
        un_keys_error(reading, value, _("%s: found %zu bytes, valid: 1..%.0f bytes"), key->name, length, key->most);
        return false;
    }
    for (size_t at = 0, step; at < length; at += step) {
        uint32_t code = 0;
        step = un_utf8_decode(value->text + at, length - at, &code);
        // An escape in a quoted YAML string can make any character, so the source's own check is not enough.
        if (step == 0 || !un_utf8_is_text(code) || code == '\n' || code == '\r' || code == '\t') {
            un_keys_error(reading, value, _("%s: found a control character, valid: one line of text"), key->name);
            return false;
        }
    }
    if (!check_formulas(reading, value)) return false;
    memcpy(out, value->text, length + 1);
    return true;
}

bool un_read_name(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)reading;
    for (int i = 0; value->kind == UN_YAML_SCALAR && key->names(NULL, i); i++) {
        if (strcmp(key->names(NULL, i), value->text) != 0 || !value->text[0]) continue;
        *(int *)out = i;
        return true;
    }
    return false;
}

/// Where the text of a value begins in the file, when it is written there as it reads; else false.
static bool find_text(const un_Reading *reading, const un_YamlNode *value, size_t *out) {
    const un_Source *source = reading->source;
    size_t at = reading->offset;
    for (int line = reading->line; line < value->line; line++) {
        const char *end = memchr(source->text + at, '\n', source->size - at);
        if (!end) return false;
        at = (size_t)(end - source->text) + 1;
    }
    for (int column = 1; column < value->column && at < source->size; column++) {
        do {
            at++;
        } while (at < source->size && ((unsigned char)source->text[at] & 0xc0) == 0x80);
    }
    if (!value->plain) at++;
    size_t length = strlen(value->text);
    *out = at;
    return at <= source->size && length <= source->size - at && memcmp(source->text + at, value->text, length) == 0 &&
           !strchr(value->text, '\n');
}

bool un_read_prose(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)key;
    if (value->kind != UN_YAML_SCALAR || !value->text[0]) return false;
    const un_Source *file = reading->source;
    size_t at = 0;
    un_Source source = {value->text, strlen(value->text), file->name, value->line, value->column, true, file->reports};
    if (find_text(reading, value, &at)) {
        source.blurred = false;
        source.column += value->plain ? 0 : 1;
    }
    un_Markdown *markdown = un_source_check(&source) ? un_texts_add(reading->texts, file) : NULL;
    if (!markdown) return false;
    bool right = un_markdown_parse(markdown, &source, 0, source.size, UN_MARKDOWN_TEXT);
    *(un_Prose *)out = (un_Prose){markdown->block, markdown->block_count};
    return right;
}

bool un_read_tolerance(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    static const un_LessonKey keys[] = {
        {"factor", un_read_real, offsetof(un_Tolerance, factor), UN_KEY("a number above 1, at most 1e12"), 1.000001,
         1e12, NULL, 0},
        {"absolute", un_read_real, offsetof(un_Tolerance, absolute), UN_KEY("a number from 0 to 1e12"), 0, 1e12, NULL,
         0},
    };
    if (value->kind != UN_YAML_MAPPING || value->count != 1) return false;
    un_Tolerance tolerance = {0};
    if (!un_keys_read(reading, key->name, value, keys, 2, &tolerance)) return false;
    *(un_Tolerance *)out = tolerance;
    return true;
}

static const char *next_lane(const void *context, int index) {
    const char(*names)[UN_LANE_NAME] = context;
    return index < UN_LANES_MAX && names[index][0] ? names[index] : NULL;
}

bool un_read_lane(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    const un_Experiment *experiment = reading->experiment;
    if (!experiment) return true;
    int lane = value->kind == UN_YAML_SCALAR ? un_experiment_find_lane(experiment, value->text) : -1;
    *(int *)out = lane;
    if (lane >= 0) return true;
    char names[UN_LANES_MAX][UN_LANE_NAME] = {{0}}, valid[256];
    for (int i = 0; i < experiment->lane_count; i++)
        un_experiment_lane_name(experiment, i, names[i], sizeof names[i]);
    const char *text = value->kind == UN_YAML_SCALAR ? value->text : "";
    return un_keys_wrong(reading, key->name, value, un_param_suggest(text, next_lane, names, valid, sizeof valid));
}
