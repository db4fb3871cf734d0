/// Any bytes as a lesson: an error with its place, or blocks whose text can all be read.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "lesson/lesson.h"

#include <string.h>

static void read_blocks(const un_Lesson *lesson, size_t size) {
    int count;
    const un_Block *block = un_lesson_blocks(lesson, &count);
    size_t bytes = 0;
    for (int i = 0; i < count; i++) {
        UN_CHECK(block[i].line >= 1 && block[i].level >= 0 && block[i].level <= 6);
        for (int j = 0; j < block[i].span_count; j++)
            bytes += strlen(block[i].span[j].text);
    }
    UN_CHECK(bytes <= 4 * size); // tabs in code become spaces; nothing else grows
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse((const char *)data, size, "fuzz", &error);
    if (!lesson) {
        UN_CHECK(error.code != UN_OK && error.message[0] != 0);
        UN_CHECK(error.code == UN_ERROR_MEMORY || size > UN_LESSON_BYTES_MAX || (error.line > 0 && error.column > 0));
        return 0;
    }
    read_blocks(lesson, size);
    un_lesson_destroy(lesson);
    return 0;
}
