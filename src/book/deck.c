#include "book/deck.h"

#include "book/walk.h"

typedef struct Deck {
    const un_DeckDef *def;
    un_Press *press;
    un_DrawList list;
} Deck;

static un_Status send(Deck *deck, const char *outline, un_Error *error) {
    const un_SlideDef *slide = &deck->def->slide;
    return un_press_page(deck->press, &deck->list, slide->width, UN_SLIDE_HEIGHT, un_theme_color(slide->theme, UN_TOKEN_BG), outline, error);
}

/// The stop's run at this moment, for whoever opens the picture. A stop that goes on with the run before has the same experiment.
static un_Status embed(const Deck *deck, const un_Stop *stop, const un_Snapshot *snapshot, un_Error *error) {
    un_Moment moment = {.update = snapshot->update, .time = -1, .view = stop->view_count == 1 ? (int)stop->view[0] : -1, .select = stop->select};
    return un_press_embed(deck->press, &stop->experiment, &moment, error);
}

static un_Status visit(void *context, const un_Player *player, const un_Snapshot *snapshot, un_Error *error) {
    Deck *deck = context;
    const un_Stop *stop = un_player_stop(player);
    bool asks = stop->question.kind != UN_QUESTION_NONE, first = player->phase == UN_PHASE_ASK || !asks || !deck->def->asked;
    if (asks && !(player->phase == UN_PHASE_ASK ? deck->def->asked : deck->def->told)) return UN_OK;
    un_draw_reset(&deck->list);
    un_slide_stop(&deck->list, &deck->def->slide, player, snapshot);
    un_Status status = embed(deck, stop, snapshot, error);
    if (!status) status = send(deck, first ? stop->title : NULL, error);
    if (status || !deck->def->notes || player->phase == UN_PHASE_ASK) return status;
    un_draw_reset(&deck->list);
    un_slide_notes(&deck->list, &deck->def->slide, player);
    return send(deck, NULL, error);
}

un_Status un_deck_make(const un_DeckDef *def, const un_Lesson *lesson, un_Press *press, un_Error *error) {
    Deck deck = {.def = def, .press = press};
    un_WalkDef walk = un_default_walk_def(lesson);
    un_Status status = UN_OK;
    walk.max_memory = def->max_memory;
    un_draw_init(&deck.list);
    if (def->stop >= 0) {
        walk.first = walk.last = def->stop;
    } else {
        un_slide_title(&deck.list, &def->slide, lesson);
        status = send(&deck, un_lesson_title(lesson), error);
    }
    if (!status) status = un_walk(lesson, &walk, visit, &deck, error);
    un_draw_free(&deck.list);
    return status;
}
