#include "lesson/learner_parts.h"

#include <math.h>

/// How far a number lies from what was measured: by factors where the reveal's tolerance is one, else as they are.
static double distance(const un_Stop *stop, double number, double measured) {
    bool factors = stop->reveal_count > 0 && stop->reveal[0].tolerance.factor > 0;
    if (!factors) return fabs(number - measured);
    if (number == measured) return 0;
    return number > 0 && measured > 0 ? fabs(log(number / measured)) : (double)INFINITY;
}

static int right_choice(const un_Question *question) {
    for (int i = 0; i < question->choice_count; i++) {
        if (question->choice[i].right) return i;
    }
    return -1;
}

/// A wrong choice: the farthest from what was measured where choices have values, else the first.
static int wrong_choice(const un_Stop *stop, double measured) {
    int wrong = -1;
    double farthest = -1;
    for (int i = 0; i < stop->question.choice_count; i++) {
        const un_Choice *choice = &stop->question.choice[i];
        double away = choice->has_value && !isnan(measured) ? distance(stop, choice->value, measured) : 0;
        if (choice->right || away <= farthest) continue;
        wrong = i;
        farthest = away;
    }
    return wrong;
}

/// A number that nobody should take for right: the end of the range that is farther away, or without a range far outside.
static double wrong_number(const un_Question *question, double measured) {
    if (question->least < question->most) {
        bool low = fabs(question->least - measured) > fabs(question->most - measured);
        if (question->tolerance.factor > 0 && question->least > 0) low = measured / question->least > question->most / measured;
        return low ? question->least : question->most;
    }
    double factor = question->tolerance.factor;
    return factor > 0 ? measured * factor * factor : measured + 4 * question->tolerance.absolute + 1;
}

void un_learner_answer(un_LearnerStop *at, un_Player *player, double measured) {
    const un_Question *question = &at->stop->question;
    bool right = at->kind == UN_LEARNER_RIGHT;
    if (question->kind == UN_QUESTION_CHOICE) {
        int choice = right ? right_choice(question) : wrong_choice(at->stop, measured);
        if (choice < 0) un_learner_fault(at, "there is no %s choice", right ? "right" : "wrong");
        un_player_choose(player, choice < 0 ? 0 : choice);
    } else if (isnan(measured)) {
        un_learner_fault(at, "nothing was measured that a number could be held against");
        un_player_number(player, question->least);
    } else {
        un_player_number(player, right ? measured : wrong_number(question, measured));
    }
    // A second try, where there is one: the wrong learner does not use it well.
    for (int tries = 0; player->phase == UN_PHASE_ASK && tries < question->tries; tries++) {
        un_player_commit(player);
    }
}

/// Among the choices that stand for numbers the right one is the nearest.
static void check_choice(un_LearnerStop *at, double measured) {
    const un_Question *question = &at->stop->question;
    int nearest = -1, right = right_choice(question);
    for (int i = 0; i < question->choice_count; i++) {
        if (!question->choice[i].has_value) continue;
        if (nearest < 0 || distance(at->stop, question->choice[i].value, measured) <
                               distance(at->stop, question->choice[nearest].value, measured))
            nearest = i;
    }
    if (right < 0 || nearest < 0 || nearest == right || !question->choice[right].has_value) return;
    if (distance(at->stop, question->choice[right].value, measured) <= distance(at->stop, question->choice[nearest].value, measured))
        return;
    un_learner_fault(at, "choice %d (%g) is the right one, but choice %d (%g) is nearer to the measured %.4g", right + 1,
                     question->choice[right].value, nearest + 1, question->choice[nearest].value, measured);
}

static void check_reveals(un_LearnerStop *at) {
    for (int i = 0; i < at->stop->reveal_count; i++) {
        const un_Reveal *reveal = &at->stop->reveal[i];
        const char *name = un_quantity_table[reveal->quantity.quantity].name;
        double found = at->answer->measured[i];
        if (!at->answer->has_measured[i]) {
            un_learner_fault(at, "%s has no value here", name);
        } else if (!un_tolerance_holds(&reveal->tolerance, reveal->expect, found)) {
            un_learner_fault(at, "%s is %.4g, expected %.4g within %s%g", name, found, reveal->expect,
                             reveal->tolerance.factor > 0 ? "a factor of " : "",
                             reveal->tolerance.factor > 0 ? reveal->tolerance.factor : reveal->tolerance.absolute);
        }
    }
}

void un_learner_check(un_LearnerStop *at) {
    const un_Question *question = &at->stop->question;
    const un_Answer *answer = at->answer;
    bool measured = answer->measured_count > 0 && answer->has_measured[0], right = at->kind == UN_LEARNER_RIGHT;
    if (right) check_reveals(at);
    if (right && question->kind == UN_QUESTION_CHOICE && measured) check_choice(at, answer->measured[0]);
    if (question->kind == UN_QUESTION_NONE || answer->right == right) return;
    if (question->kind == UN_QUESTION_CHOICE) return; // there is no such choice, which was said
    if (right)
        un_learner_fault(at, "the measured %.4g counts as wrong: the answer %.4g was all that the range allows",
                         measured ? answer->measured[0] : (double)NAN, answer->number);
    else
        un_learner_fault(at, "the answer %.4g counts as right, though %.4g was measured", answer->number, answer->measured[0]);
}
