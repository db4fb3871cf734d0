/// The body of a lesson: CommonMark into blocks and spans. Internal to src/lesson.
#ifndef UN_LESSON_MARKDOWN_H
#define UN_LESSON_MARKDOWN_H

#include "lesson/lesson.h"
#include "lesson/source.h"

/// Owned arrays; the blocks point into the spans, the spans into the text.
typedef struct un_Markdown {
    un_Block *block;
    un_Span *span;
    char *text;
    int block_count;
} un_Markdown;

/// Parses the source from byte `body` on. Errors: UN_ERROR_FILE with line and column for what a lesson may not hold,
/// UN_ERROR_MEMORY; *markdown is then empty. source has passed un_source_check.
un_Status un_markdown_parse(un_Markdown *markdown, const un_Source *source, size_t body, un_Error *error);
void un_markdown_free(un_Markdown *markdown);

#endif
