#include "lesson/front_matter.h"

#include "base/catalog.h"

#include <string.h>

/// The offset after a line that holds only "---" (and blanks) at offset `at`, or 0 when that is another line.
static size_t after_rule(const un_Source *source, size_t at) {
    if (source->size - at < 3 || memcmp(source->text + at, "---", 3) != 0) return 0;
    at += 3;
    while (at < source->size && strchr(" \t\r", source->text[at]))
        at++;
    if (at == source->size) return at;
    return source->text[at] == '\n' ? at + 1 : 0;
}

static size_t next_line(const un_Source *source, size_t at) {
    const char *end = memchr(source->text + at, '\n', source->size - at);
    return end ? (size_t)(end - source->text) + 1 : source->size;
}

static const char *next_level(const void *context, int index) {
    (void)context;
    return index < UN_LEVEL_COUNT ? un_level_name[index] : NULL;
}

static const char *next_path(const void *context, int index) {
    (void)context;
    return index < UN_PATH_COUNT ? un_path_name[index] : NULL;
}

static bool read_paths(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    unsigned paths = 0;
    if (value->kind != UN_YAML_LIST) return false;
    const un_LessonKey one = {.name = key->name, .names = next_path};
    for (const un_YamlNode *item = value->first; item; item = item->next) {
        int path = 0;
        if (!un_read_name(reading, &one, item, &path)) return un_keys_wrong(reading, key->name, item, _(key->valid));
        paths |= 1u << path;
    }
    *(unsigned *)out = paths;
    return true;
}

static bool read_goals(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_FrontMatter *front = out;
    const un_LessonKey goal = {.name = key->name, .valid = key->valid, .most = UN_GOAL_MAX};
    if (value->kind != UN_YAML_LIST || value->count > UN_GOALS_MAX) return false;
    int count = 0;
    for (const un_YamlNode *item = value->first; item; item = item->next, count++) {
        if (item->kind != UN_YAML_SCALAR) return un_keys_wrong(reading, key->name, item, _(key->valid));
        if (!un_read_text(reading, &goal, item, front->goal[count])) return false;
    }
    front->goal_count = count;
    return true;
}

/// "en", "de", "pt-BR"
static bool read_language(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    char text[UN_LESSON_LANGUAGE] = "";
    const un_LessonKey one = {.name = key->name, .most = UN_LESSON_LANGUAGE - 1};
    if (value->kind != UN_YAML_SCALAR || !un_read_text(reading, &one, value, text)) return false;
    for (const char *at = text; *at; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        if (!letter && (*at != '-' || at < text + 2)) return false;
    }
    if (strlen(text) < 2) return false;
    memcpy(out, text, sizeof text);
    return true;
}

static bool read_experiment(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)key;
    un_FrontMatter *front = out;
    front->has_experiment = un_keys_experiment(reading, &front->experiment, false, value);
    front->experiment_failed = !front->has_experiment;
    return front->has_experiment;
}

// clang-format off
const un_LessonKey un_front_key[] = {
    {"title", un_read_text, offsetof(un_FrontMatter, title), UN_KEY("one line of text"), 1, UN_TITLE_MAX, NULL, 0},
    {"level", un_read_name, offsetof(un_FrontMatter, level), NULL, 0, 0, next_level, 0},
    {"minutes", un_read_int, offsetof(un_FrontMatter, minutes), NULL, 1, 240, NULL, 0},
    {"language", read_language, offsetof(un_FrontMatter, language), UN_KEY("a language such as en or de"), 0, 0, NULL, 0},
    {"goals", read_goals, 0, UN_KEY("a list of up to 6 texts of one line"), 0, UN_GOALS_MAX, NULL, 0},
    {"paths", read_paths, offsetof(un_FrontMatter, paths), UN_KEY("a list of lecture, lab, self-study, graduate"), 0, 0, NULL, 0},
    {"experiment", read_experiment, 0, UN_KEY("a mapping with seed, task, batch, updates, lanes, edits"), 0, 0, NULL, 0},
};
// clang-format on
const int un_front_key_count = (int)(sizeof un_front_key / sizeof *un_front_key);

static void read_root(un_FrontMatter *front, un_Reading *reading, const un_YamlNode *root) {
    front->line = root ? root->line : 2;
    front->column = root ? root->column : 1;
    if (!root || root->kind != UN_YAML_MAPPING) {
        un_source_error_at(reading->source, front->line, front->column, "%s",
                           _("the front matter holds no keys, valid: title, experiment"));
        return;
    }
    un_keys_read(reading, "front matter", root, un_front_key, un_front_key_count, front);
    if (!un_yaml_value(root, "title")) {
        un_source_error_at(reading->source, front->line, front->column, "%s",
                           _("the front matter has no 'title', valid: title: one line of text"));
    }
}

void un_front_matter_parse(un_FrontMatter *front, un_Reading *reading) {
    const un_Source *source = reading->source;
    memcpy(front->language, "en", 3);
    size_t start = after_rule(source, 0);
    if (start == 0) {
        un_source_error(source, 0, "%s", _("found no front matter, valid: a first line '---'"));
        return;
    }
    size_t end = start, body = 0;
    while (end < source->size && (body = after_rule(source, end)) == 0)
        end = next_line(source, end);
    if (body == 0) {
        un_source_error(source, end, "%s", _("the front matter does not end, valid: a line '---'"));
        return;
    }
    front->body = body;
    un_Yaml yaml = {0};
    un_Error error = {0};
    reading->offset = start;
    reading->line = 2;
    if (un_yaml_parse(&yaml, source->text + start, end - start, source->name, 1, &error)) {
        un_report(source->reports, false, &error);
        front->experiment_failed = true; // nobody knows what stood there
        return;
    }
    read_root(front, reading, yaml.root);
    un_yaml_free(&yaml);
}
