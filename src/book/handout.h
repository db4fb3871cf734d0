/// A lesson on one sheet of A4 for a class: goals, each question with room for a guess and for what was measured, one picture. Grey.
#ifndef UN_BOOK_HANDOUT_H
#define UN_BOOK_HANDOUT_H

#include "book/press.h"
#include "lesson/lesson.h"

typedef struct un_HandoutDef {
    const un_Fonts *fonts;
    bool answers;      ///< the lecturer's copy: what was measured stands there
    double max_memory; ///< bytes of one stop's run
} un_HandoutDef;

/// Trains what the stops ask for and sends the page to the press. The lesson has stops. Errors: those of the walk and the press.
un_Status un_handout_make(const un_HandoutDef *def, const un_Lesson *lesson, un_Press *press, un_Error *error);

#endif
