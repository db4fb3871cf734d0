/// The YAML of a lesson: ONE table of keys for each place, and how each is read. Internal to src/lesson.
#ifndef UN_LESSON_KEYS_H
#define UN_LESSON_KEYS_H

#include "lesson/lesson.h"
#include "lesson/markdown.h"
#include "lesson/source.h"
#include "sim/yaml.h"

/// The texts that a lesson owns.
typedef struct un_Texts {
    un_Markdown *item;
    int count, room;
} un_Texts;
/// Room for one more, empty; NULL: no memory, which is reported. Earlier ones may move, but not what they hold.
un_Markdown *un_texts_add(un_Texts *texts, const un_Source *source);
void un_texts_free(un_Texts *texts);

/// What a fence or the front matter is read with.
typedef struct un_Reading {
    const un_Source *source; ///< the file
    size_t offset;           ///< of the YAML's first byte in it, and its line
    int line;
    un_Texts *texts;                 ///< what is read goes here
    const un_Experiment *experiment; ///< of the stop; NULL: it could not be read, so what refers to it is not looked at
} un_Reading;

typedef struct un_LessonKey un_LessonKey;
/// Reads value into out, which is at the key's offset in the target. False: "found ..., valid: key->valid" is reported,
/// unless something has been reported already.
typedef bool un_ReadKey(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out);

struct un_LessonKey {
    const char *name;
    un_ReadKey *read;
    size_t offset;
    const char *valid;  ///< catalogue key: what stands after "valid:"; NULL: `names`, or the range
    double least, most; ///< of a number; `most` bytes of a text; `most` values of a list
    const char *(*names)(const void *context, int index); ///< of a name
    unsigned kinds; ///< a question's: bits of un_QuestionKind that it goes with; 0: all
};

/// Reads every key of the mapping `what` ("stop") that the table has into target; reports the others. False: something
/// was reported.
bool un_keys_read(un_Reading *reading, const char *what, const un_YamlNode *mapping, const un_LessonKey *keys,
                  int count, void *target);
/// Parses the YAML of a fence; NULL: nothing to read, which is reported unless it is empty. To be freed with
/// un_yaml_free.
const un_YamlNode *un_keys_parse(un_Reading *reading, un_Yaml *yaml, size_t start, size_t end, const char *what);

void un_keys_error(un_Reading *reading, const un_YamlNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// Reads an experiment, or changes the one that stands in *experiment; reports every error. False: *experiment is
/// untouched.
bool un_keys_experiment(un_Reading *reading, un_Experiment *experiment, bool change, const un_YamlNode *value);
/// "what: found 'x', valid: ..."
bool un_keys_wrong(un_Reading *reading, const char *what, const un_YamlNode *node, const char *valid);

/// un_param_suggest, cut where the list is long.
const char *un_keys_suggest(const char *text, const char *(*names)(const void *context, int index), const void *context,
                            char *out, size_t size);

un_ReadKey un_read_int;       ///< int
un_ReadKey un_read_count;     ///< int64_t
un_ReadKey un_read_real;      ///< double
un_ReadKey un_read_bool;      ///< bool
un_ReadKey un_read_text;      ///< char[most + 1], one line
un_ReadKey un_read_name;      ///< int: index in names
un_ReadKey un_read_prose;     ///< un_Prose
un_ReadKey un_read_tolerance; ///< un_Tolerance
/// int: a lane of reading->experiment by its name
un_ReadKey un_read_lane;

#endif
