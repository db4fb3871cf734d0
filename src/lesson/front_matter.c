#include "lesson/front_matter.h"

#include "base/catalog.h"
#include "base/utf8.h"
#include "sim/param.h"
#include "sim/yaml.h"

#include <string.h>

enum { FIRST_LINE = 2 }; // of the YAML, after the opening "---"

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

typedef struct Reader {
    un_FrontMatter *front;
    const un_Source *source;
    un_Error *error;
} Reader;

static un_Status error_at(const Reader *reader, const un_YamlNode *node, const char *message) {
    return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, node->line, node->column, "%s", message);
}

static un_Status read_title(const Reader *reader, const un_YamlNode *title) {
    if (title->kind != UN_YAML_SCALAR) {
        return error_at(reader, title, _("title: found no text, valid: one line of text"));
    }
    size_t length = strlen(title->text);
    if (length == 0 || length > UN_TITLE_MAX) {
        return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, title->line, title->column,
                            _("title: found %zu bytes, valid: 1..%d bytes"), length, UN_TITLE_MAX);
    }
    for (size_t at = 0, step; at < length; at += step) {
        uint32_t code = 0;
        step = un_utf8_decode(title->text + at, length - at, &code);
        // An escape in a quoted YAML string can make any character, so the source's own check is not enough.
        if (step == 0 || !un_utf8_is_text(code) || code == '\n' || code == '\r' || code == '\t') {
            return error_at(reader, title, _("title: found a control character, valid: one line of text"));
        }
    }
    memcpy(reader->front->title, title->text, length + 1);
    return UN_OK;
}

static un_Status read_experiment(const Reader *reader, const un_YamlNode *experiment) {
    return un_experiment_read(&reader->front->experiment, experiment, reader->source->name, reader->error);
}

/// The keys of the front matter; every one of them must stand there.
static const struct {
    const char *key;
    un_Status (*read)(const Reader *reader, const un_YamlNode *value);
} keys[] = {{"title", read_title}, {"experiment", read_experiment}};

enum { KEYS = sizeof keys / sizeof *keys };

static const char *next_key(const void *context, int index) {
    (void)context;
    return index < KEYS ? keys[index].key : NULL;
}

static un_Status read_entry(const Reader *reader, const un_YamlNode *value) {
    for (int i = 0; i < KEYS; i++) {
        if (strcmp(value->key->text, keys[i].key) == 0) return keys[i].read(reader, value);
    }
    char found[UN_PARAM_TEXT], valid[64];
    return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, value->key->line, value->key->column,
                        _("unknown key '%s', valid: %s"), un_param_quote(value->key->text, found, sizeof found),
                        un_param_suggest(value->key->text, next_key, NULL, valid, sizeof valid));
}

static un_Status read_root(const Reader *reader, const un_YamlNode *root) {
    if (!root || root->kind != UN_YAML_MAPPING) {
        return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, root ? root->line : FIRST_LINE,
                            root ? root->column : 1, "%s",
                            _("the front matter holds no keys, valid: title, experiment"));
    }
    un_Status status = UN_OK;
    for (const un_YamlNode *value = root->first; value && !status; value = value->next) {
        status = read_entry(reader, value);
    }
    for (int i = 0; i < KEYS && !status; i++) {
        if (un_yaml_value(root, keys[i].key)) continue;
        status = un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, root->line, root->column,
                              _("the front matter has no '%s', valid: title and experiment"), keys[i].key);
    }
    return status;
}

un_Status un_front_matter_parse(un_FrontMatter *front, const un_Source *source, un_Error *error) {
    size_t start = after_rule(source, 0);
    if (start == 0)
        return un_source_error(source, 0, error, "%s", _("found no front matter, valid: a first line '---'"));
    size_t end = start, body = 0;
    while (end < source->size && (body = after_rule(source, end)) == 0)
        end = next_line(source, end);
    if (body == 0)
        return un_source_error(source, end, error, "%s", _("the front matter does not end, valid: a line '---'"));

    un_Yaml yaml;
    un_Status status = un_yaml_parse(&yaml, source->text + start, end - start, source->name, FIRST_LINE - 1, error);
    if (status) return status;
    Reader reader = {.front = front, .source = source, .error = error};
    status = read_root(&reader, yaml.root);
    un_yaml_free(&yaml);
    front->body = body;
    return status;
}
