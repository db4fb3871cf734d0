/// CommonMark into blocks and spans: the body of a lesson, or one of its texts. Internal to src/lesson.
#ifndef UN_LESSON_MARKDOWN_H
#define UN_LESSON_MARKDOWN_H

#include "lesson/address.h"
#include "lesson/lesson.h"
#include "lesson/source.h"

/// The fences that mean something: "```stop".
typedef enum un_FenceKind {
    UN_FENCE_STOP,
    UN_FENCE_QUESTION,
    UN_FENCE_REVEAL,
    UN_FENCE_TEACHER,
    UN_FENCE_KINDS
} un_FenceKind;
extern const char *const un_fence_name[UN_FENCE_KINDS];

typedef struct un_Fence {
    un_FenceKind kind;
    int block;         ///< blocks that stand before it
    int line;          ///< of "```stop"
    size_t start, end; ///< what is between its lines, in the source
} un_Fence;

/// A link to another file: "02-memory.md".
typedef struct un_FileLink {
    char name[UN_FILE_LINK];
    int line, column;
} un_FileLink;

/// Owned arrays; the blocks point into the spans, the spans into the text.
typedef struct un_Markdown {
    un_Block *block;
    un_Span *span;
    char *text;
    un_Fence *fence;
    un_FileLink *link;
    int block_count, fence_count, link_count;
} un_Markdown;

/// What a text may hold.
typedef enum un_MarkdownPart {
    UN_MARKDOWN_BODY, ///< everything
    UN_MARKDOWN_NOTE, ///< no fence with a name
    UN_MARKDOWN_TEXT, ///< paragraphs and lists only
} un_MarkdownPart;

/// Parses bytes start..end of the source, which has passed un_source_check, and reports what a lesson may not hold.
/// False: something was reported; what could be read is in *markdown all the same, to be freed.
bool un_markdown_parse(un_Markdown *markdown, const un_Source *source, size_t start, size_t end, un_MarkdownPart part);
void un_markdown_free(un_Markdown *markdown);

#endif
