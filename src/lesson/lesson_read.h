/// What a lesson is made of. Internal to src/lesson.
#ifndef UN_LESSON_LESSON_READ_H
#define UN_LESSON_LESSON_READ_H

#include "lesson/front_matter.h"
#include "lesson/markdown.h"

struct un_Lesson {
    un_FrontMatter front;
    un_Markdown body;
    int intro_count; ///< blocks before the first stop
    un_Stop *stop;
    int stop_count;
    un_Texts texts; ///< of the fences
    char *titles;   ///< of the stops, each ending with 0
};

/// The text of a file as a source, without its byte order mark. False: it is too large, which is reported.
bool un_lesson_source(un_Source *source, const char *text, size_t size, const char *name, un_Reports *reports);
/// The lesson, as far as it could be read; NULL: no memory. Everything that is wrong is in source->reports.
un_Lesson *un_lesson_read(const un_Source *source);

#endif
