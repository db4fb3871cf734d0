// A page as the audience sees it: title, picture, answers or a text under it, one sentence. It stands in the window, and small among the
// speaker's notes.
#include "app/hall.h"
#include "app/state.h"

#include "base/catalog.h"
#include "lesson/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

un_TextStyle un_hall_style(const un_App *app, const un_HallLayout *layout, un_Face face, float size, un_Token token) {
    return (un_TextStyle){face, size * layout->point, un_theme_color(app->theme, token), true};
}

float un_hall_prose(un_App *app, un_DrawList *list, const un_HallLayout *layout, const char *lead, un_Prose prose, un_Rect rect, float size) {
    enum { BLOCKS = 24, SPANS = 160 };
    un_Block block[BLOCKS] = {{.kind = UN_BLOCK_PARAGRAPH}};
    un_Span span[SPANS] = {{UN_SPAN_STRONG, lead}, {0, " "}};
    if (!*lead) return un_blocks_draw(list, app->fonts, app->theme, layout->point, size, rect, prose.block, prose.count, 0);
    int blocks = prose.count < BLOCKS ? prose.count : BLOCKS, used = 2;
    if (blocks > 0) memcpy(block, prose.block, (size_t)blocks * sizeof *block);
    if (blocks == 0) blocks = 1;
    for (int i = 0; i < block[0].span_count && used < SPANS; i++)
        span[used++] = block[0].span[i]; // before the first block's own words
    block[0].span = span;
    block[0].span_count = used;
    return un_blocks_draw(list, app->fonts, app->theme, layout->point, size, rect, block, blocks, 0);
}

/// The heading as a paragraph of the title's size: a heading's own size is 1.2 times its text's.
static float title(un_App *app, un_DrawList *list, const un_HallLayout *layout, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    if (stop) return un_hall_prose(app, list, layout, "", (un_Prose){&stop->heading, 1}, rect, UN_HALL_TITLE / 1.2f);
    un_TextStyle style = un_hall_style(app, layout, UN_FACE_SEMIBOLD, UN_HALL_TITLE, UN_TOKEN_INK);
    return un_text_draw_wrapped(list, app->fonts, &style, (un_Point){rect.x, rect.y + style.size}, rect.w, style.size * 1.28f, un_lesson_title(app->lesson));
}

/// The first paragraph of a text where it is no more than two lines, else nothing.
static un_Prose short_text(un_App *app, const un_HallLayout *layout, un_Prose prose, un_Rect rect) {
    un_Prose first = {prose.block, prose.count > 0 ? 1 : 0};
    float height = first.count > 0 ? un_hall_prose(app, NULL, layout, "", first, rect, UN_HALL_TYPE) : 0;
    return height <= 2.2f * UN_HALL_TYPE * 1.5f * layout->point ? first : (un_Prose){0};
}

/// How a number is asked for, with its unit.
static const char *ask_number(const un_Stop *stop, char *out, size_t size) {
    const char *way = stop->question.axis != UN_GUESS_NONE ? _("Drag the mark, or turn the number.") : _("Turn the number.");
    if (*stop->question.unit)
        snprintf(out, size, _("What do you think, in %s? %s"), stop->question.unit, way);
    else
        snprintf(out, size, _("What do you think? %s"), way);
    return out;
}

/// The page's one sentence: the number that was measured with what it says, or what the lecturer says, or where the run is.
static float sentence(un_App *app, un_DrawList *list, const un_HallLayout *layout, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    const un_Player *player = &app->course.player;
    const un_Answer *answer = &player->answer[player->stop < UN_STOPS_MAX ? player->stop : 0];
    char text[200] = "", number[64], unit[160];
    if (!stop) {
        snprintf(text, sizeof text, "%s", _("The end"));
    } else if (app->course.doing != UN_COURSE_STANDS) {
        un_course_progress(app, text, sizeof text);
    } else if (player->phase == UN_PHASE_ASK) {
        int hands = un_hall_hands(app);
        if (hands > 0)
            snprintf(text, sizeof text, hands == 1 ? _("%d hand") : _("%d hands"), hands);
        else
            snprintf(text, sizeof text, "%s", stop->question.kind == UN_QUESTION_CHOICE ? _("What do you think? Raise your hand.") : ask_number(stop, unit, sizeof unit));
    } else if ((app->hall.why || stop->reveal_count == 0) && stop->look.count > 0) {
        return un_hall_prose(app, list, layout, "", stop->look, rect, UN_HALL_TYPE);
    } else if (stop->reveal_count > 0 && answer->has_measured[0]) {
        un_quantity_write(stop->reveal[0].quantity.quantity, answer->measured[0], number, sizeof number);
        return un_hall_prose(app, list, layout, number, stop->reveal[0].says, rect, UN_HALL_TYPE);
    } else if (stop->question.kind == UN_QUESTION_NONE) {
        return un_hall_prose(app, list, layout, "", short_text(app, layout, stop->before, rect), rect, UN_HALL_TYPE);
    }
    un_TextStyle style = un_hall_style(app, layout, UN_FACE_REGULAR, UN_HALL_TYPE, UN_TOKEN_INK);
    return un_text_draw_wrapped(list, app->fonts, &style, (un_Point){rect.x, rect.y + style.size}, rect.w, style.size * 1.3f, text);
}

/// What stands under the picture: the answers while they are asked and where hands were counted, the text that explains.
static float foot(un_App *app, un_DrawList *list, const un_HallLayout *layout, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop) return 0;
    if (app->hall.why) {
        float height = un_hall_prose(app, NULL, layout, "", stop->after, rect, UN_HALL_TYPE);
        if (list) un_hall_prose(app, list, layout, "", stop->after, (un_Rect){rect.x, rect.y, rect.w, height}, UN_HALL_TYPE);
        return height;
    }
    bool asks = app->course.player.phase == UN_PHASE_ASK;
    if (stop->question.kind != UN_QUESTION_CHOICE || (!asks && un_hall_hands(app) == 0)) return 0;
    return un_hall_answers(app, list, layout, rect);
}

un_HallLayout un_hall_place(un_App *app, un_Rect page) {
    int view = un_hall_view(app);
    un_HallLayout probe = {.point = un_hall_unit(page.w, page.h)};
    float width = un_hall_title_width(page.w, page.h) * probe.point;
    un_ViewContext context = app->view;
    context.hall = true;
    context.snapshot = app->snapshot;
    un_HallLayoutDef def = {.width = page.w, .height = page.h, .picture = view >= 0, .buttons = UN_HALL_BUTTONS};
    def.title_lines = (int)ceilf(title(app, NULL, &probe, (un_Rect){0, 0, width, 0}) / probe.point / 36);
    def.title_lines = def.title_lines < 1 ? 1 : def.title_lines > 3 ? 3 : def.title_lines;
    def.foot = foot(app, NULL, &probe, (un_Rect){0, 0, width, 0}) / probe.point;
    if (view >= 0) {
        def.least_width = un_view_least_width(&context, view);
        def.least_height = un_view_least_height(&context, view);
    }
    un_HallLayout layout = un_hall_layout(&def);
    un_Rect *part[] = {&layout.title, &layout.picture, &layout.foot, &layout.bar, &layout.sentence, &layout.page};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        part[i]->x += page.x, part[i]->y += page.y;
    for (int i = 0; i < UN_HALL_BUTTONS; i++)
        layout.button[i].x += page.x, layout.button[i].y += page.y;
    return layout;
}

// Alone on the page it stands a little over the middle; what is too long for the page is cut at the bar.
un_Rect un_hall_foot(un_App *app, const un_HallLayout *layout) {
    un_Rect under = layout->foot;
    if (layout->picture.w <= 0) under.y += fmaxf((under.h - foot(app, NULL, layout, under)) / 3, 0);
    return under;
}

static void page_number(un_App *app, un_DrawList *list, const un_HallLayout *layout) {
    int pages, page = un_hall_page(app, &pages);
    char text[32];
    snprintf(text, sizeof text, "%d / %d", page, pages);
    un_TextStyle style = un_hall_style(app, layout, UN_FACE_REGULAR, UN_HALL_TYPE, UN_TOKEN_INK2);
    un_text_draw_in(list, app->fonts, &style, layout->page, UN_ALIGN_RIGHT, text);
}

void un_hall_draw(un_App *app, un_DrawList *list, const un_HallLayout *layout) {
    int view = un_hall_view(app);
    un_Rect at = layout->title;
    title(app, list, layout, at);
    if (view >= 0 && layout->picture.w > 0) {
        un_ViewContext context = app->view;
        context.hall = true;
        context.has_pointer = false;
        context.scale = layout->scale;
        un_view_draw_inside(list, &context, view, layout->picture);
    }
    if (layout->foot.w > 0) {
        un_draw_save(list);
        un_draw_clip(list, layout->foot);
        foot(app, list, layout, un_hall_foot(app, layout));
        un_draw_restore(list);
    }
    un_draw_rect(list, (un_Rect){layout->bar.x, layout->bar.y, layout->bar.w, fmaxf(layout->point * 0.6f, 1)}, 0, un_theme_color(app->theme, UN_TOKEN_LINE));
    float height = sentence(app, NULL, layout, layout->sentence);
    at = layout->sentence;
    at.y += fmaxf((at.h - height) / 2, 0);
    un_draw_save(list);
    un_draw_clip(list, layout->bar);
    sentence(app, list, layout, at);
    un_draw_restore(list);
    page_number(app, list, layout);
}
