/// A lesson as a deck of slides: a title page, a page a stop as it is asked and one as it is told, the lecturer's pages if wanted.
#ifndef UN_BOOK_DECK_H
#define UN_BOOK_DECK_H

#include "book/press.h"
#include "book/slide.h"

typedef struct un_DeckDef {
    un_SlideDef slide;
    bool notes;        ///< the lecturer's page behind each stop
    bool asked, told;  ///< which pages of a stop that asks
    int stop;          ///< this stop alone, from 0; -1: all, with the title
    double max_memory; ///< bytes of one stop's run
} un_DeckDef;

/// Trains what the stops ask for and sends the pages to the press. The lesson has stops. Errors: those of the walk and the press.
un_Status un_deck_make(const un_DeckDef *def, const un_Lesson *lesson, un_Press *press, un_Error *error);

#endif
