/// Pages of a lecture: one claim, one picture, one line (look/slide.png). 540 points high; no type under 20 but where a picture needs it.
#ifndef UN_BOOK_SLIDE_H
#define UN_BOOK_SLIDE_H

#include "canvas/draw_list.h"
#include "canvas/theme.h"
#include "lesson/player.h"

typedef struct un_SlideDef {
    float width; ///< 960 (16:9) or 720 (4:3)
    un_ThemeName theme;
    const un_Fonts *fonts;
} un_SlideDef;

enum { UN_SLIDE_HEIGHT = 540, UN_SLIDE_WIDE = 960, UN_SLIDE_NARROW = 720 };

/// The lesson's title, its goals, how long it takes.
void un_slide_title(un_DrawList *list, const un_SlideDef *def, const un_Lesson *lesson);
/// The player's stop at its phase: asked, or told.
void un_slide_stop(un_DrawList *list, const un_SlideDef *def, const un_Player *player, const un_Snapshot *snapshot);
/// Its picture alone, a whole slide large: for a report.
void un_slide_picture(un_DrawList *list, const un_SlideDef *def, const un_Player *player, const un_Snapshot *snapshot);
/// The lecturer's page that goes with the stop: its note, the answers with their feedback, what comes next.
void un_slide_notes(un_DrawList *list, const un_SlideDef *def, const un_Player *player);

#endif
