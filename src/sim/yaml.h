/// YAML text as a small tree of nodes that remember where they stood. Only what our files need: mappings with names as
/// keys, lists, and scalars; anchors, aliases, tags and several documents are refused, and so is anything large or
/// deep.
#ifndef UN_SIM_YAML_H
#define UN_SIM_YAML_H

#include "base/error.h"

#include <stdbool.h>

enum {
    UN_YAML_BYTES_MAX = 1 << 20, ///< of a text
    UN_YAML_DEPTH_MAX = 8,    ///< these two stand in messages, too
    UN_YAML_NODES_MAX = 10000,
};

typedef enum un_YamlKind { UN_YAML_SCALAR, UN_YAML_LIST, UN_YAML_MAPPING } un_YamlKind;

typedef struct un_YamlNode {
    un_YamlKind kind;
    bool plain;                      ///< a scalar without quotes: the only kind that may be a number
    int line, column;                ///< from 1, line_offset included
    char *text;                      ///< SCALAR: without NUL bytes inside
    int count;                       ///< LIST, MAPPING: values in it
    struct un_YamlNode *first;       ///< LIST, MAPPING: its values in order
    struct un_YamlNode *next;        ///< the next value of the same parent
    struct un_YamlNode *key;         ///< in a MAPPING: the value's key, a scalar
    struct un_YamlNode *made_before; ///< for un_yaml_free
} un_YamlNode;

typedef struct un_Yaml {
    un_YamlNode *root; ///< NULL for a text without a document
    un_YamlNode *newest;
} un_Yaml;

/// Parses text. name stands in errors; line_offset is added to every line. Errors: UN_ERROR_FILE with line and column,
/// UN_ERROR_MEMORY; *yaml is empty then. A key that stands twice in one mapping is an error.
un_Status un_yaml_parse(un_Yaml *yaml, const char *text, size_t size, const char *name, int line_offset,
                        un_Error *error);
void un_yaml_free(un_Yaml *yaml);

/// The value of key in a mapping; NULL when it is not there.
const un_YamlNode *un_yaml_value(const un_YamlNode *mapping, const char *key);
/// For a reader: "'x'" for a scalar, "a list", "a mapping". Returns out.
const char *un_yaml_found(const un_YamlNode *node, char *out, size_t size);

#endif
