// What happened: the measured number, large; the guess beside it and the gap in words; what the answer deserves to hear; why.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/number.h"
#include "lesson/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static un_Rect below(un_Rect rect, float y) {
    return (un_Rect){rect.x, y, rect.w, rect.h};
}

/// Orange is the gradient's and nothing else's.
static un_Token token_of(const un_Reveal *reveal) {
    return strncmp(un_quantity_table[reveal->quantity.quantity].name, "gradient", 8) == 0 ? UN_TOKEN_BACKWARD : UN_TOKEN_INK;
}

static bool is_counted(un_QuantityForm form) {
    return form == UN_FORM_COUNT || form == UN_FORM_PERCENT;
}

/// To three digits, as the plot says it.
static int64_t round_three(double value) {
    double power = value < 1000 ? 1 : pow(10, floor(log10(value)) - 2);
    return (int64_t)(floor(value / power + 0.5) * power + 0.5);
}

const char *un_course_gap(int quantity, double guess, double measured, char *out, size_t size) {
    char number[48];
    double more = measured - guess, factor = measured > guess ? measured / guess : guess / measured;
    bool factors = !is_counted(un_quantity_table[quantity].form) && guess > 0 && measured > 0;
    *out = 0;
    if (!isfinite(guess) || !isfinite(measured)) return out;
    if (more == 0 || (factors && factor < 1.05)) {
        snprintf(out, size, "%s", _("That is what you guessed."));
    } else if (factors && factor < 2) {
        snprintf(out, size, more > 0 ? _("That is %.0f %% more than your guess.") : _("That is %.0f %% less than your guess."),
                 fabs(measured / guess - 1) * 100);
    } else if (factors) {
        if (factor < 1e6)
            un_number_count(round_three(factor), number, sizeof number);
        else
            un_number_short(factor, number, sizeof number);
        snprintf(out, size, more > 0 ? _("That is %s times more than your guess.") : _("That is %s times less than your guess."), number);
    } else {
        un_quantity_write(quantity, fabs(more), number, sizeof number);
        snprintf(out, size, more > 0 ? _("That is %s more than your guess.") : _("That is %s less than your guess."), number);
    }
    return out;
}

/// The number as large as fits, up to look->number.
static float large(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Reveal *reveal, bool has, double value) {
    char text[64] = "\xe2\x80\x94"; // a dash: this run has no such number
    if (has) un_quantity_write(reveal->quantity.quantity, value, text, sizeof text);
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, look->number, has ? token_of(reveal) : UN_TOKEN_INK);
    style.tabular = false; // it stands alone: a "1" as wide as a "0" would look torn apart
    float width = un_text_width(app->fonts, &style, text);
    if (width > rect.w) style.size *= rect.w / width;
    float height = style.size * 1.16f;
    if (list) un_text_draw(list, app->fonts, &style, (un_Point){rect.x, rect.y + style.size * 0.92f}, UN_ALIGN_LEFT, text);
    return height;
}

/// "You guessed    1/1,000"
static float row(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const char *label, const char *text, un_Token token) {
    float s = app->scale, height = look->body * (look->tight ? 1.5f : 1.75f) * s, column = fminf(rect.w * 0.4f, 172 * s);
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->body, UN_TOKEN_INK2);
    un_TextStyle strong = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, look->body + 2, token);
    float y = rect.y + look->body * 1.2f * s;
    if (list) {
        un_text_draw_cut(list, app->fonts, &quiet, (un_Point){rect.x, y}, column - 8 * s, label);
        un_text_draw_cut(list, app->fonts, &strong, (un_Point){rect.x + column, y}, rect.w - column, text);
    }
    return height;
}

/// The same with a text of the lesson at the right.
static float prose_row(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const char *label, const un_Prose *prose) {
    float s = app->scale, column = fminf(rect.w * 0.4f, 172 * s);
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->body, UN_TOKEN_INK2);
    if (list) un_text_draw(list, app->fonts, &quiet, (un_Point){rect.x, rect.y + look->body * 1.2f * s}, UN_ALIGN_LEFT, label);
    un_Rect at = {rect.x + column, rect.y, rect.w - column, 0};
    return un_course_prose(app, list, prose, at, look->body, UN_SPAN_STRONG) + look->body * 0.3f * s;
}

static int right_choice(const un_Question *question) {
    for (int i = 0; i < question->choice_count; i++) {
        if (question->choice[i].right) return i;
    }
    return -1;
}

/// Guess and measurement as numbers, or what was chosen and what is right in words.
static float side_by_side(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop, const un_Answer *answer) {
    char text[96];
    double guess;
    float y = rect.y;
    const un_Question *question = &stop->question;
    bool has_guess = un_answer_value(stop, answer, &guess) && stop->reveal_count > 0;
    if (has_guess) {
        int quantity = stop->reveal[0].quantity.quantity;
        y += row(app, list, look, below(rect, y), _("You guessed"), un_quantity_write_plain(quantity, guess, text, sizeof text), UN_TOKEN_INK);
        if (!answer->has_measured[0]) return y - rect.y;
        un_quantity_write_plain(quantity, answer->measured[0], text, sizeof text);
        y += row(app, list, look, below(rect, y), _("Measured"), text, token_of(&stop->reveal[0]));
        if (look->tight) return y - rect.y;
        y += 4 * app->scale;
        un_TextStyle plain = un_ui_style(&app->ui, UN_FACE_REGULAR, look->body, UN_TOKEN_INK);
        un_course_gap(quantity, guess, answer->measured[0], text, sizeof text);
        y += un_text_draw_wrapped(list, app->fonts, &plain, (un_Point){rect.x, y + plain.size}, rect.w, plain.size * 1.5f, text);
    } else if (question->kind == UN_QUESTION_CHOICE && answer->has_choice) {
        int right = right_choice(question);
        y += prose_row(app, list, look, below(rect, y), _("You said"), &question->choice[answer->choice].text);
        if (right >= 0 && right != answer->choice) y += prose_row(app, list, look, below(rect, y), _("It is"), &question->choice[right].text);
    }
    return y - rect.y;
}

/// A reveal after the first: its number, then what it is.
static float other(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Reveal *reveal, bool has, double value) {
    char text[64] = "\xe2\x80\x94";
    if (has) un_quantity_write(reveal->quantity.quantity, value, text, sizeof text);
    float s = app->scale, column = fminf(rect.w * 0.4f, 172 * s);
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, look->body + 4, has ? token_of(reveal) : UN_TOKEN_INK);
    float width = un_text_width(app->fonts, &style, text);
    if (width > column - 12 * s) style.size *= (column - 12 * s) / width;
    if (list) un_text_draw(list, app->fonts, &style, (un_Point){rect.x, rect.y + look->body * 1.25f * s}, UN_ALIGN_LEFT, text);
    float height = un_course_prose(app, list, &reveal->says, (un_Rect){rect.x + column, rect.y, rect.w - column, 0}, look->body, 0);
    return fmaxf(height, look->body * 1.5f * s) + (look->tight ? 2 : 6) * s;
}

float un_course_rule(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    float s = app->scale, gap = (look->tight ? 7 : 14) * s;
    if (list) un_draw_rect(list, (un_Rect){rect.x, rect.y + gap, rect.w, s}, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
    return 2 * gap + s;
}

/// The numbers of the stop as the run stands now, where a control has made it another one.
static float varied(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    const un_CourseState *course = &app->course;
    float y = rect.y;
    char text[64];
    if (!course->varied || stop->reveal_count == 0) return 0;
    double value;
    bool has = course->doing == UN_COURSE_STANDS && un_quantity_read(app->snapshot, &stop->reveal[0].quantity, &value);
    if (has)
        un_quantity_write(stop->reveal[0].quantity.quantity, value, text, sizeof text);
    else
        snprintf(text, sizeof text, "%s", course->doing == UN_COURSE_STANDS ? "\xe2\x80\x94" : _("it runs"));
    y += row(app, list, look, below(rect, y), _("As it is set now"), text, has ? token_of(&stop->reveal[0]) : UN_TOKEN_INK2);
    return y - rect.y;
}

/// The numbers, and what was guessed of them.
static float measured(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop, const un_Answer *answer) {
    float s = app->scale, y = rect.y;
    if (stop->reveal_count > 0) {
        y += large(app, list, look, below(rect, y), &stop->reveal[0], answer->has_measured[0], answer->measured[0]);
        y += un_course_prose(app, list, &stop->reveal[0].says, below(rect, y), look->choice, 0);
        if (!answer->has_measured[0]) {
            un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->body, UN_TOKEN_INK2);
            y += un_text_draw_wrapped(list, app->fonts, &quiet, (un_Point){rect.x, y + quiet.size}, rect.w, quiet.size * 1.5f,
                                      _("This run has no such number."));
        }
        y += (look->roomy && !look->tight ? 20 : 8) * s;
    }
    y += side_by_side(app, list, look, below(rect, y), stop, answer);
    y += varied(app, list, look, below(rect, y), stop);
    un_Prose feedback = un_answer_feedback(stop, answer);
    if (feedback.count > 0) {
        y += (look->tight ? 6 : 8) * s;
        y += un_course_prose(app, list, &feedback, below(rect, y), look->body, 0);
    }
    for (int i = 1; i < stop->reveal_count; i++) {
        if (i == 1) y += un_course_rule(app, list, look, below(rect, y));
        y += other(app, list, look, below(rect, y), &stop->reveal[i], answer->has_measured[i], answer->measured[i]);
    }
    return y - rect.y;
}

float un_course_told(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    const un_Player *player = &app->course.player;
    const un_Answer *answer = &player->answer[player->stop];
    float s = app->scale, y = rect.y;
    bool asked = stop->question.kind != UN_QUESTION_NONE;
    un_Prose title = {&stop->heading, 1};
    if (asked || stop->reveal_count > 0) {
        y += measured(app, list, look, rect, stop, answer);
    }
    if (!asked) {
        if (y > rect.y) y += un_course_rule(app, list, look, below(rect, y));
        y += un_course_prose(app, list, &title, below(rect, y), fminf(look->question, 26) / 1.2f, 0) + 10 * s;
        if (stop->before.count > 0) y += un_course_prose(app, list, &stop->before, below(rect, y), look->body, 0) + 12 * s;
    } else if (stop->after.count > 0) {
        un_TextStyle why = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, look->body + 3, UN_TOKEN_INK);
        y += un_course_rule(app, list, look, below(rect, y));
        y += un_text_draw_wrapped(list, app->fonts, &why, (un_Point){rect.x, y + why.size}, rect.w, why.size * 1.5f, _("Why"));
    }
    y += un_course_prose(app, list, &stop->after, below(rect, y), look->body, 0);
    return y + un_course_controls(app, list, look, below(rect, y), stop) - rect.y;
}
