/// A lesson: CommonMark with YAML front matter (title, experiment), so that a lecturer edits a text file. The form
/// grows later.
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

typedef enum un_BlockKind {
    UN_BLOCK_HEADING,
    UN_BLOCK_PARAGRAPH,
    UN_BLOCK_ITEM,
    UN_BLOCK_CODE,
    UN_BLOCK_QUOTE,
    UN_BLOCK_RULE
} un_BlockKind;
enum { UN_LESSON_BYTES_MAX = 1 << 20, UN_LESSON_LIST_MAX = 4 };
enum { UN_SPAN_STRONG = 1, UN_SPAN_EMPHASIS = 2, UN_SPAN_CODE = 4, UN_SPAN_MATH = 8 };

/// A run of text with one look. A "\n" in the text is a line break that the author asked for; in a CODE block it ends a
/// line.
typedef struct un_Span {
    unsigned marks;   ///< UN_SPAN_*; MATH spans hold the TeX between the dollars
    const char *text; ///< UTF-8, ends with 0
} un_Span;

typedef struct un_Block {
    un_BlockKind kind;
    int level;  ///< HEADING 1..6; ITEM: nesting 1..UN_LESSON_LIST_MAX; others: the nesting of the item they go on, 0
                ///< outside lists
    int number; ///< of an ordered ITEM; 0 = a bullet
    int line;   ///< in the file, of the block's first text (a RULE has the line of the text before it)
    const un_Span *span;
    int span_count;
} un_Block;

typedef struct un_Lesson un_Lesson;

/// Parses a whole lesson: UTF-8, at most UN_LESSON_BYTES_MAX bytes. name stands in errors. Nothing of text is kept.
/// Errors: UN_ERROR_FILE with line and column (no front matter, unknown key, a bad experiment, and what the form does
/// not hold yet: raw HTML, links, images, tables, fence names, deep nesting), UN_ERROR_MEMORY; returns NULL. Thread:
/// any, no shared state.
un_Lesson *un_lesson_parse(const char *text, size_t size, const char *name, un_Error *error);
/// The same from a file.
un_Lesson *un_lesson_load(const char *path, un_Error *error);
/// NULL is allowed.
void un_lesson_destroy(un_Lesson *lesson);

/// These belong to the lesson and live as long as it.
const char *un_lesson_title(const un_Lesson *lesson);
const un_Experiment *un_lesson_experiment(const un_Lesson *lesson);
const un_Block *un_lesson_blocks(const un_Lesson *lesson, int *count);
/// True when the path is a lesson's by its name (.md), so that a command can tell lessons from experiments.
bool un_lesson_is_path(const char *path);

#endif
