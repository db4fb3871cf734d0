/// The YAML block between two lines "---" at the top of a lesson. Internal to src/lesson.
#ifndef UN_LESSON_FRONT_MATTER_H
#define UN_LESSON_FRONT_MATTER_H

#include "lesson/source.h"
#include "sim/experiment.h"

enum { UN_TITLE_MAX = 200 };

typedef struct un_FrontMatter {
    char title[UN_TITLE_MAX + 1];
    un_Experiment experiment;
    size_t body; ///< offset of the first byte after the closing line
} un_FrontMatter;

/// source has passed un_source_check. Errors: UN_ERROR_FILE with line and column in the source, UN_ERROR_MEMORY.
un_Status un_front_matter_parse(un_FrontMatter *front, const un_Source *source, un_Error *error);

#endif
