/// A lesson: CommonMark with YAML front matter (title, experiment), so that a lecturer edits a text file. The form grows later.
///
///     ---
///     title: First look
///     experiment:
///       task: {name: recall, lag: 30}
///       lanes: [{cell: rnn}, {cell: lstm, gate_bias: chrono}]
///     ---
///     # Which network forgets?
///     Text with *emphasis*, `code`, $h_{t-1}$ ...
#ifndef UN_LESSON_LESSON_H
#define UN_LESSON_LESSON_H

#include "base/error.h"
#include "sim/experiment.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum un_BlockKind { UN_BLOCK_HEADING, UN_BLOCK_PARAGRAPH, UN_BLOCK_ITEM, UN_BLOCK_CODE, UN_BLOCK_QUOTE, UN_BLOCK_RULE } un_BlockKind;
enum { UN_SPAN_STRONG = 1, UN_SPAN_EMPHASIS = 2, UN_SPAN_CODE = 4, UN_SPAN_MATH = 8 };

/// A run of text with one look.
typedef struct un_Span {
    unsigned marks; ///< UN_SPAN_*
    const char *text;
} un_Span;

typedef struct un_Block {
    un_BlockKind kind;
    int level;  ///< heading 1..6; nesting of an item, from 1
    int number; ///< of an ordered item; 0 = a bullet
    int line;   ///< in the file
    const un_Span *span;
    int span_count;
} un_Block;

typedef struct un_Lesson un_Lesson;

/// Parses a whole lesson. name stands in errors. Errors: UN_ERROR_FILE with line and column (no front matter, unknown key, a bad
/// experiment, raw HTML, images, tables: what was found, what would be valid), UN_ERROR_MEMORY; returns NULL.
un_Lesson *un_lesson_parse(const char *text, size_t size, const char *name, un_Error *error);
un_Lesson *un_lesson_load(const char *path, un_Error *error);
void un_lesson_destroy(un_Lesson *lesson);

const char *un_lesson_title(const un_Lesson *lesson);
const un_Experiment *un_lesson_experiment(const un_Lesson *lesson);
const un_Block *un_lesson_blocks(const un_Lesson *lesson, int *count);
/// True when the path is a lesson's by its name (.md), so that a command can tell lessons from experiments.
bool un_lesson_is_path(const char *path);

#endif
