/// Where pages go: one PDF, or a numbered picture each. Nothing stands under its final name before all of it does.
#ifndef UN_BOOK_PRESS_H
#define UN_BOOK_PRESS_H

#include "canvas/draw_list.h"
#include "export/format.h"
#include "export/state.h"

typedef struct un_PressDef {
    const un_Fonts *fonts; ///< borrowed
    const char *path;      ///< "deck.pdf", "deck-%02d.png", "deck-%02d.svg"
    const char *title;     ///< of a PDF
    float pixels;          ///< a point, PNG and SVG
    bool force;            ///< overwrite
    bool single;           ///< one page: a picture's name needs no number
    const char *attached;  ///< text inside of a PDF, called "lesson.md"; NULL: the run of its last page, as in a picture
    bool bare;             ///< nothing inside
} un_PressDef;

typedef struct un_Press un_Press;

/// Checks the path first. Errors: UN_ERROR_VALUE (a name that ends in no .pdf, .png or .svg; pictures without a number in their name; a
/// file that exists), UN_ERROR_FILE, UN_ERROR_MEMORY; returns NULL.
un_Press *un_press_create(const un_PressDef *def, un_Error *error);
void un_press_destroy(un_Press *press);
/// The run that the pages from now on show, which pictures carry inside. Copied. Errors: UN_ERROR_MEMORY.
un_Status un_press_embed(un_Press *press, const un_Experiment *experiment, const un_Moment *moment, un_Error *error);
/// A page of width x height points. outline: its name in a PDF's list of contents; NULL: none.
un_Status un_press_page(un_Press *press, const un_DrawList *list, float width, float height, un_Color background, const char *outline,
                        un_Error *error);
/// Writes what is not written yet.
un_Status un_press_finish(un_Press *press, un_Error *error);

#endif
