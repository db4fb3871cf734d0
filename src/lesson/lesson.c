#include "lesson/lesson.h"

#include "base/catalog.h"
#include "lesson/front_matter.h"
#include "lesson/markdown.h"
#include "platform/file.h"

#include <stdlib.h>
#include <string.h>

struct un_Lesson {
    un_FrontMatter front;
    un_Markdown body;
};

un_Lesson *un_lesson_parse(const char *text, size_t size, const char *name, un_Error *error) {
    if (size > UN_LESSON_BYTES_MAX) {
        un_error_set(error, UN_ERROR_FILE, name, 0, 0, _("found %zu bytes, valid: 0..%d"), size, UN_LESSON_BYTES_MAX);
        return NULL;
    }
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { // some editors begin a file with a byte order mark
        text += 3;
        size -= 3;
    }
    un_Source source = {text, size, name};
    un_Lesson *lesson = calloc(1, sizeof *lesson);
    if (!lesson) {
        un_error_set(error, UN_ERROR_MEMORY, name, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    un_Status status = un_source_check(&source, error);
    if (status == UN_OK) status = un_front_matter_parse(&lesson->front, &source, error);
    if (status == UN_OK) status = un_markdown_parse(&lesson->body, &source, lesson->front.body, error);
    if (status == UN_OK) return lesson;
    un_lesson_destroy(lesson);
    return NULL;
}

un_Lesson *un_lesson_load(const char *path, un_Error *error) {
    char *text;
    size_t size;
    if (un_file_read(path, UN_LESSON_BYTES_MAX, &text, &size, error) != UN_OK) return NULL;
    un_Lesson *lesson = un_lesson_parse(text, size, path, error);
    free(text);
    return lesson;
}

void un_lesson_destroy(un_Lesson *lesson) {
    if (!lesson) return;
    un_markdown_free(&lesson->body);
    free(lesson);
}

const char *un_lesson_title(const un_Lesson *lesson) {
    return lesson->front.title;
}

const un_Experiment *un_lesson_experiment(const un_Lesson *lesson) {
    return &lesson->front.experiment;
}

const un_Block *un_lesson_blocks(const un_Lesson *lesson, int *count) {
    *count = lesson->body.block_count;
    return lesson->body.block;
}

bool un_lesson_is_path(const char *path) {
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".md") == 0;
}
