#include "book/report_words.h"

#include "base/catalog.h"
#include "base/number.h"

#include <stdio.h>
#include <string.h>

static void add(char *out, size_t size, const char *text) {
    size_t used = strlen(out);
    if (used + 1 < size) snprintf(out + used, size - used, "%s", text);
}

const char *un_report_line(un_Prose prose, char *out, size_t size) {
    *out = 0;
    for (int i = 0; i < prose.count; i++) {
        if (i > 0) add(out, size, " ");
        for (int k = 0; k < prose.block[i].span_count; k++) {
            const un_Span *span = &prose.block[i].span[k];
            const char *mark = span->marks & UN_SPAN_MATH ? "$" : "";
            add(out, size, mark);
            add(out, size, span->text);
            add(out, size, mark);
        }
    }
    for (char *at = out; *at; at++) {
        if (*at == '\n') *at = ' ';
    }
    return out;
}

const char *un_report_answer(const un_Stop *stop, const un_Answer *answer, char *out, size_t size) {
    double value;
    char number[32];
    snprintf(out, size, "-");
    if (!answer->given) return out;
    if (stop->question.kind == UN_QUESTION_CHOICE) return answer->has_choice ? un_report_line(stop->question.choice[answer->choice].text, out, size) : out;
    if (!un_answer_value(stop, answer, &value)) return out;
    if (*stop->question.unit)
        snprintf(out, size, "%s %s", un_number_full(value, 4, number, sizeof number), stop->question.unit);
    else if (stop->reveal_count > 0)
        un_quantity_write_plain(stop->reveal[0].quantity.quantity, value, out, size);
    else
        un_number_full(value, 4, out, size);
    return out;
}

const char *un_report_measured(const un_Stop *stop, const un_Answer *answer, int i, char *out, size_t size) {
    char number[96], says[256];
    if (answer->has_measured[i])
        un_quantity_write(stop->reveal[i].quantity.quantity, answer->measured[i], number, sizeof number);
    else
        snprintf(number, sizeof number, "%s", _("none:"));
    snprintf(out, size, "%s %s", number, un_report_line(stop->reveal[i].says, says, sizeof says));
    return out;
}

const char *un_report_verdict(const un_Stop *stop, const un_Answer *answer, char *out, size_t size) {
    *out = 0;
    if (stop->question.kind == UN_QUESTION_NONE || !answer->given) return out;
    snprintf(out, size, "%s", answer->right ? _("right") : _("not right"));
    if (answer->tries > 1) {
        char tries[64];
        snprintf(tries, sizeof tries, _(", at try %d"), answer->tries);
        add(out, size, tries);
    }
    if (answer->hint) add(out, size, _(", with the hint"));
    return out;
}

const char *un_report_summary(const un_Lesson *lesson, const un_Player *player, char *out, size_t size) {
    int asked = 0, given = 0, right = 0;
    for (int i = 0; i < un_lesson_stop_count(lesson); i++) {
        if (un_lesson_stop(lesson, i)->question.kind == UN_QUESTION_NONE) continue;
        asked++;
        given += player->answer[i].given;
        right += player->answer[i].given && player->answer[i].right;
    }
    snprintf(out, size, _("%d of %d questions answered, %d of them right. A prediction that was wrong is no fault: it is what the run was for."),
             given, asked, right);
    return out;
}
