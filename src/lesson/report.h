/// What is found wrong while a lesson is read: the parser goes on after an error, so that a writer sees all of them at
/// once. Internal to src/lesson.
#ifndef UN_LESSON_REPORT_H
#define UN_LESSON_REPORT_H

#include "base/error.h"
#include "lesson/lesson.h"

#include <stdbool.h>

enum { UN_REPORTS_MAX = 100 }; ///< then reading stops: a hostile text could make one per byte

typedef struct un_Reports {
    un_LessonTell *tell; ///< NULL: nobody listens, the first error is kept
    void *context;
    un_Error first; ///< of the errors; UN_OK: none
    int errors, warnings;
} un_Reports;

/// Notes an error (UN_ERROR_FILE, or UN_ERROR_MEMORY) or a warning.
void un_report(un_Reports *reports, bool warning, const un_Error *error);
void un_report_memory(un_Reports *reports, const char *name);
/// Nothing more is worth finding: memory has run out, or there are too many errors.
bool un_reports_full(const un_Reports *reports);

#endif
