/// What a learner did in a lesson, to be handed in: each question, the answer, the measured numbers, and the picture of the moment.
#ifndef UN_BOOK_REPORT_H
#define UN_BOOK_REPORT_H

#include "book/slide.h"
#include "lesson/player.h"

typedef struct un_ReportDef {
    const un_Fonts *fonts;
    const char *name;              ///< of the learner; "": a line to write it on
    const un_DrawList *picture[UN_STOPS_MAX]; ///< of each stop as told, UN_SLIDE_WIDE x UN_SLIDE_HEIGHT points (un_slide_picture); NULL: none
    bool force;                    ///< overwrite
} un_ReportDef;

/// Fills the pictures of the stops that were told by going through the lesson's runs again. list: UN_STOPS_MAX of them, initialised;
/// def->picture points into them. Errors: those of the walk.
un_Status un_report_pictures(un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, double max_memory, un_DrawList *list,
                             un_Error *error);
/// A PDF (A4), or Markdown with its pictures beside it (report.md, report-03.png), as the end of the path says. Errors: UN_ERROR_VALUE
/// (another end, a file that exists), UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_report_write(const un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, const char *path, un_Error *error);

#endif
