#include "book/slide.h"

#include "base/catalog.h"
#include "base/number.h"
#include "book/prose.h"
#include "canvas/shape.h"
#include "lesson/quantity.h"
#include "view/highlight.h"
#include "view/ink.h"

#include <math.h>
#include <stdio.h>

static const float EDGE = 38, TITLE = 28, TYPE = 20, NUMBER = 44, CAPTION = 50;
static const float HALL = 20.0f / 12; ///< scale at which a view's smallest type is 20 points

/// One page while it is drawn.
typedef struct Page {
    un_DrawList *list;
    const un_SlideDef *def;
    un_Rect rect; ///< what is still free
} Page;

static un_TextStyle style_of(const Page *page, un_Face face, float size, un_Token token) {
    return (un_TextStyle){face, size, un_theme_color(page->def->theme, token), false};
}

static Page begin(un_DrawList *list, const un_SlideDef *def) {
    un_draw_group(list, "slide", (un_Rect){0, 0, def->width, UN_SLIDE_HEIGHT});
    return (Page){list, def, {EDGE, 28, def->width - 2 * EDGE, UN_SLIDE_HEIGHT - 28 - CAPTION}};
}

/// Takes `height` off the top of what is free.
static void take_top(Page *page, float height) {
    page->rect.y += height;
    page->rect.h -= height;
}

/// A heading as the lesson has it, mathematics and all, in the size at which it takes two lines at the most.
static void heading(Page *page, const un_Block *block) {
    un_Prose prose = {block, 1};
    float size = TITLE, high;
    // A heading of level 2 is drawn larger than the text around it: the size asked for is the text's.
    do
        high = un_prose_draw(NULL, page->def->fonts, page->def->theme, size / 1.3f, page->rect, prose);
    while (high > 84 && (size -= 1) > TYPE);
    un_prose_draw(page->list, page->def->fonts, page->def->theme, size / 1.3f, page->rect, prose);
    take_top(page, high + 10);
}

static void text(Page *page, un_Prose prose, float most) {
    un_Prose shown = un_prose_cut(page->def->fonts, page->def->theme, TYPE, page->rect.w, most, prose);
    if (shown.count == 0) return;
    float high = un_prose_draw(page->list, page->def->fonts, page->def->theme, TYPE, page->rect, shown);
    take_top(page, high + 12);
}

/// What the picture is of: task, lag or length, update, seed, one line at the foot.
static void caption(const Page *page, const un_Snapshot *snapshot) {
    char line[256], update[32];
    un_number_count(snapshot->update, update, sizeof update);
    if (snapshot->lag > 0)
        snprintf(line, sizeof line, _("%s, lag %d. Update %s, seed %llu."), snapshot->task_title, snapshot->lag, update,
                 (unsigned long long)snapshot->seed);
    else
        snprintf(line, sizeof line, _("%s, %d steps. Update %s, seed %llu."), snapshot->task_title, snapshot->T, update,
                 (unsigned long long)snapshot->seed);
    un_TextStyle style = style_of(page, UN_FACE_REGULAR, TYPE, UN_TOKEN_INK2);
    un_text_draw_cut(page->list, page->def->fonts, &style, (un_Point){EDGE, UN_SLIDE_HEIGHT - 24}, page->def->width - 2 * EDGE, line);
}

/// The scale at which the view has room in rect: the hall's, or less for a view that needs more.
static float picture_scale(const un_ViewContext *context, int view, un_Rect rect) {
    float least = un_view_least_height(context, view);
    if (view == UN_VIEW_STAGE) return HALL;
    return fmaxf(1, fminf(HALL, fminf(rect.w / (un_view_least_width(context, view) + 1), rect.h / (least + 1))));
}

static int guess_lane(const un_Stop *stop) {
    return stop->reveal_count > 0 && stop->reveal[0].quantity.lane >= 0 ? stop->reveal[0].quantity.lane : 0;
}

/// The stop's first view, covered while it is asked, its highlights once it is told.
static void picture(const Page *page, const un_Player *player, const un_Snapshot *snapshot, un_Rect rect) {
    const un_Stop *stop = un_player_stop(player);
    if (stop->view_count == 0) return;
    bool asked = player->phase == UN_PHASE_ASK;
    int view = stop->view[0];
    un_ViewContext context = {.snapshot = snapshot,
                              .fonts = page->def->fonts,
                              .theme = page->def->theme,
                              .axis = un_axis_choose(snapshot),
                              .show_c = stop->show_c,
                              .select = stop->select,
                              .band = true,
                              .hall = true};
    context.scale = picture_scale(&context, view, rect);
    if (asked) {
        context.cover = stop->cover;
        context.cover_count = stop->cover_count;
        context.wave.phase = UN_WAVE_LOSS;
        context.axis = (un_Axis){0, -8}; // not the one that the hidden data would choose
        if (stop->question.kind == UN_QUESTION_MARK) // its axes, to be marked by hand
            context.guess = (un_Guess){.axis = stop->question.axis, .lane = guess_lane(stop), .value = (double)NAN};
    }
    un_view_draw_inside(page->list, &context, view, rect);
    for (int i = 0; !asked && i < stop->highlight_count; i++) {
        un_Rect part;
        const un_PartRef *named = &stop->highlight[i];
        if (named->view != view || !named->part[0]) continue; // the picture itself is all there is
        if (!un_view_part(&context, view, rect, named->part, &part)) continue;
        un_highlight_draw(page->list, &context, rect, part, un_highlight_role(named), 1);
    }
}

// A stop that asks.

/// Draws a choice's row, or with `drawn` false measures it.
static float choice(Page *page, int index, const un_Choice *from, bool drawn) {
    un_Rect place = {page->rect.x + 40, page->rect.y + 9, page->rect.w - 52, 0};
    float high = un_prose_draw(NULL, page->def->fonts, page->def->theme, TYPE, place, from->text);
    un_Rect box = {page->rect.x, page->rect.y, page->rect.w, high + 18};
    if (!drawn) return box.h + 10;
    char key[16];
    snprintf(key, sizeof key, "%d", index + 1);
    un_TextStyle quiet = style_of(page, UN_FACE_SEMIBOLD, TYPE, UN_TOKEN_INK2);
    un_draw_frame(page->list, box, 8, 1.2f, un_theme_color(page->def->theme, UN_TOKEN_CTL));
    un_text_draw_in(page->list, page->def->fonts, &quiet, (un_Rect){box.x, box.y, 40, box.h}, UN_ALIGN_CENTRE, key);
    un_prose_draw(page->list, page->def->fonts, page->def->theme, TYPE, place, from->text);
    take_top(page, box.h + 10);
    return box.h + 10;
}

/// A number is guessed aloud, or marked in the picture: between what and what.
static void number_to_guess(Page *page, const un_Question *question) {
    char line[160], least[32], most[32];
    un_TextStyle style = style_of(page, UN_FACE_REGULAR, TYPE, UN_TOKEN_INK);
    un_number_full(question->least, 4, least, sizeof least);
    un_number_full(question->most, 4, most, sizeof most);
    const char *unit = *question->unit ? question->unit : question->axis == UN_GUESS_STEPS_BACK ? _("steps back") : question->axis == UN_GUESS_UPDATE ? _("updates") : "";
    if (question->least < question->most)
        snprintf(line, sizeof line, _("Your guess: %s to %s %s"), least, most, unit);
    else
        snprintf(line, sizeof line, _("Your guess, in %s"), *unit ? unit : _("the picture"));
    float high = un_text_draw_wrapped(page->list, page->def->fonts, &style, (un_Point){page->rect.x, page->rect.y + TYPE}, page->rect.w, 28, line);
    take_top(page, high + 10);
}

static void ask(Page *page, const un_Player *player, const un_Snapshot *snapshot) {
    const un_Stop *stop = un_player_stop(player);
    const un_Question *question = &stop->question;
    un_Rect all = page->rect;
    float answers = 0;
    page->rect.w = page->def->width >= UN_SLIDE_WIDE ? 330 : 250;
    for (int i = 0; i < question->choice_count; i++)
        answers += choice(page, i, &question->choice[i], false);
    text(page, stop->before, fminf(all.h * 0.42f, all.h - answers - 12)); // the answers come first: what has no room beside them is left out
    for (int i = 0; i < question->choice_count; i++)
        choice(page, i, &question->choice[i], true);
    if (question->kind != UN_QUESTION_CHOICE) number_to_guess(page, question);
    float x = page->rect.x + page->rect.w + 24;
    picture(page, player, snapshot, (un_Rect){x, all.y, all.x + all.w - x, all.h});
}

// A stop that is told.

static un_Token number_token(int quantity) {
    return un_quantity_is_gradient(quantity) ? UN_TOKEN_BACKWARD : UN_TOKEN_INK;
}

/// A measured number with what it is of, in one row of this size. Returns the row's height.
static float measured(const Page *page, const un_Reveal *reveal, bool there, double value, float size, float y) {
    char number[96] = "";
    if (there) un_quantity_write(reveal->quantity.quantity, value, number, sizeof number);
    un_TextStyle style = style_of(page, UN_FACE_SEMIBOLD, size, number_token(reveal->quantity.quantity));
    float x = page->rect.x, w = un_text_draw(page->list, page->def->fonts, &style, (un_Point){x, y + size}, UN_ALIGN_LEFT, there ? number : _("none")) + 14;
    un_Rect place = {x + w, y + size - TYPE - 3, page->rect.w - w, 0};
    float high = un_prose_draw(page->list, page->def->fonts, page->def->theme, TYPE, place, reveal->says);
    return fmaxf(size + 8, size - TYPE + high);
}

static void tell(Page *page, const un_Player *player, const un_Snapshot *snapshot) {
    const un_Stop *stop = un_player_stop(player);
    const un_Answer *answer = &player->answer[player->stop];
    for (int i = 0; i < stop->reveal_count; i++)
        take_top(page, measured(page, &stop->reveal[i], answer->has_measured[i], answer->measured[i], i == 0 ? NUMBER : TYPE + 2, page->rect.y));
    if (stop->reveal_count == 0 && stop->view_count > 0) text(page, stop->before, 64);
    if (stop->view_count == 0) text(page, stop->before, page->rect.h);
    if (stop->view_count == 0) text(page, stop->after, page->rect.h);
    take_top(page, 6);
    picture(page, player, snapshot, page->rect);
}

void un_slide_stop(un_DrawList *list, const un_SlideDef *def, const un_Player *player, const un_Snapshot *snapshot) {
    Page page = begin(list, def);
    const un_Stop *stop = un_player_stop(player);
    if (player->phase != UN_PHASE_ASK && stop->look.count > 0) {
        un_Block claim = stop->look.block[0];
        claim.kind = UN_BLOCK_HEADING;
        claim.level = 2;
        heading(&page, &claim);
    } else {
        heading(&page, &stop->heading);
    }
    if (player->phase == UN_PHASE_ASK)
        ask(&page, player, snapshot);
    else
        tell(&page, player, snapshot);
    if (stop->view_count > 0) caption(&page, snapshot);
    un_draw_group_end(list);
}

void un_slide_picture(un_DrawList *list, const un_SlideDef *def, const un_Player *player, const un_Snapshot *snapshot) {
    Page page = begin(list, def);
    picture(&page, player, snapshot, (un_Rect){12, 12, def->width - 24, UN_SLIDE_HEIGHT - 62});
    caption(&page, snapshot);
    un_draw_group_end(list);
}

void un_slide_title(un_DrawList *list, const un_SlideDef *def, const un_Lesson *lesson) {
    Page page = begin(list, def);
    un_TextStyle title = style_of(&page, UN_FACE_SEMIBOLD, NUMBER, UN_TOKEN_INK), quiet = style_of(&page, UN_FACE_REGULAR, TYPE, UN_TOKEN_INK2);
    un_TextStyle goal = style_of(&page, UN_FACE_REGULAR, 24, UN_TOKEN_INK);
    float y = 150;
    y += un_text_draw_wrapped(list, def->fonts, &title, (un_Point){EDGE, y}, page.rect.w, 54, un_lesson_title(lesson)) + 18;
    for (int i = 0; i < un_lesson_goal_count(lesson) && y < UN_SLIDE_HEIGHT - 120; i++) {
        un_draw_disc(list, (un_Point){EDGE + 6, y - 8}, 4, un_theme_color(def->theme, UN_TOKEN_INK));
        y += un_text_draw_wrapped(list, def->fonts, &goal, (un_Point){EDGE + 24, y}, page.rect.w - 24, 32, un_lesson_goal(lesson, i)) + 10;
    }
    char line[128];
    snprintf(line, sizeof line, _("%s, %d minutes. Made with Unroll."), un_level_title(un_lesson_level(lesson)), un_lesson_minutes(lesson));
    un_text_draw(list, def->fonts, &quiet, (un_Point){EDGE, UN_SLIDE_HEIGHT - 24}, UN_ALIGN_LEFT, line);
    un_draw_group_end(list);
}

// The lecturer's page: smaller type, for a desk.

static const float DESK = 14;

static void desk_text(Page *page, un_Prose prose) {
    un_Prose shown = un_prose_cut(page->def->fonts, page->def->theme, DESK, page->rect.w, page->rect.h, prose);
    take_top(page, un_prose_draw(page->list, page->def->fonts, page->def->theme, DESK, page->rect, shown) + 12);
}

static void desk_head(Page *page, const char *words) {
    un_TextStyle style = style_of(page, UN_FACE_SEMIBOLD, DESK, UN_TOKEN_INK2);
    un_text_draw(page->list, page->def->fonts, &style, (un_Point){page->rect.x, page->rect.y + DESK}, UN_ALIGN_LEFT, words);
    take_top(page, DESK + 8);
}

void un_slide_notes(un_DrawList *list, const un_SlideDef *def, const un_Player *player) {
    Page page = begin(list, def);
    const un_Stop *stop = un_player_stop(player);
    heading(&page, &stop->heading);
    page.rect.h += 20;
    un_Rect all = page.rect;
    page.rect.w = (all.w - 36) / 2;
    desk_head(&page, _("Notes"));
    desk_text(&page, stop->teacher);
    if (stop->after.count > 0 && page.rect.h > 60) {
        desk_head(&page, _("Why"));
        desk_text(&page, stop->after);
    }
    page.rect = (un_Rect){all.x + page.rect.w + 36, all.y, page.rect.w, all.h};
    for (int i = 0; i < stop->question.choice_count && page.rect.h > 60; i++) {
        desk_text(&page, stop->question.choice[i].text);
        page.rect.y -= 8;
        desk_text(&page, stop->question.choice[i].feedback);
    }
    un_draw_group_end(list);
}
