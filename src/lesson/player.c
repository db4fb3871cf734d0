#include "lesson/player.h"

#include "base/check.h"
#include "sim/trainer.h"

#include <math.h>
#include <string.h>

/// Where a stop stands that one comes to.
static un_Phase phase_of(const un_Player *player) {
    const un_Stop *stop = un_player_stop(player);
    if (!stop || player->answer[player->stop].told) return UN_PHASE_TOLD;
    return stop->question.kind == UN_QUESTION_NONE || player->answer[player->stop].given ? UN_PHASE_RUN : UN_PHASE_ASK;
}

void un_player_begin(un_Player *player, const un_Lesson *lesson) {
    UN_CHECK(un_lesson_stop_count(lesson) <= UN_STOPS_MAX);
    memset(player, 0, sizeof *player);
    player->lesson = lesson;
    player->phase = phase_of(player);
}

const un_Stop *un_player_stop(const un_Player *player) {
    return player->stop < un_lesson_stop_count(player->lesson) ? un_lesson_stop(player->lesson, player->stop) : NULL;
}

un_Answer *un_player_answer(un_Player *player) {
    return player->stop < un_lesson_stop_count(player->lesson) ? &player->answer[player->stop] : NULL;
}

// The answer.

static bool takes_number(const un_Question *question) {
    return question->kind == UN_QUESTION_NUMBER || question->kind == UN_QUESTION_MARK;
}

void un_player_choose(un_Player *player, int choice) {
    const un_Stop *stop = un_player_stop(player);
    if (!stop || player->phase != UN_PHASE_ASK || stop->question.kind != UN_QUESTION_CHOICE) return;
    if (choice < 0 || choice >= stop->question.choice_count) return;
    player->answer[player->stop].has_choice = true;
    player->answer[player->stop].choice = choice;
}

void un_player_number(un_Player *player, double number) {
    const un_Stop *stop = un_player_stop(player);
    if (!stop || player->phase != UN_PHASE_ASK || !takes_number(&stop->question) || isnan(number)) return;
    const un_Question *question = &stop->question;
    bool bounded = question->least < question->most; // a mark on the plot may leave its range to the plot
    if (bounded) number = number < question->least ? question->least : number > question->most ? question->most : number;
    player->answer[player->stop].has_number = true;
    player->answer[player->stop].number = number;
}

void un_player_hint(un_Player *player) {
    const un_Stop *stop = un_player_stop(player);
    if (stop && player->phase == UN_PHASE_ASK && stop->question.hint.count > 0) player->answer[player->stop].hint = true;
}

bool un_player_ready(const un_Player *player) {
    if (player->phase != UN_PHASE_ASK) return false;
    const un_Answer *answer = &player->answer[player->stop];
    return answer->has_choice || answer->has_number;
}

void un_player_commit(un_Player *player) {
    if (!un_player_ready(player)) return;
    const un_Question *question = &un_player_stop(player)->question;
    un_Answer *answer = &player->answer[player->stop];
    answer->tries++;
    if (question->kind == UN_QUESTION_CHOICE) {
        if (answer->tries == 1) answer->first = answer->choice;
        answer->right = question->choice[answer->choice].right;
        if (!answer->right && answer->tries < question->tries) {
            answer->hint = question->hint.count > 0;
            return;
        }
    }
    answer->given = true;
    player->phase = UN_PHASE_RUN;
}

void un_player_pass(un_Player *player) {
    if (!un_player_stop(player) || player->phase != UN_PHASE_ASK) return;
    un_Answer *answer = &player->answer[player->stop];
    answer->has_choice = answer->has_number = false;
    player->phase = UN_PHASE_RUN;
}

void un_player_ran(un_Player *player, const un_Snapshot *snapshot) {
    const un_Stop *stop = un_player_stop(player);
    if (!stop || player->phase != UN_PHASE_RUN) return;
    un_Answer *answer = &player->answer[player->stop];
    answer->measured_count = stop->reveal_count;
    for (int i = 0; i < stop->reveal_count; i++) {
        answer->has_measured[i] = un_quantity_read(snapshot, &stop->reveal[i].quantity, &answer->measured[i]);
    }
    answer->update = snapshot->update;
    answer->seed = snapshot->seed;
    if (takes_number(&stop->question)) {
        bool known = stop->reveal_count > 0 && answer->has_measured[0];
        answer->right = known && un_tolerance_holds(&stop->question.tolerance, answer->measured[0], answer->number);
    }
    answer->told = true;
    player->phase = UN_PHASE_TOLD;
}

// From stop to stop.

void un_player_go(un_Player *player, int stop) {
    int count = un_lesson_stop_count(player->lesson);
    player->stop = stop < 0 ? 0 : stop > count ? count : stop;
    if (player->stop > player->reached) player->reached = player->stop;
    player->exploring = false;
    player->phase = phase_of(player);
}

void un_player_next(un_Player *player) {
    un_player_go(player, player->stop + 1);
}

void un_player_previous(un_Player *player) {
    un_player_go(player, player->stop - 1);
}

bool un_player_may_explore(const un_Player *player) {
    return player->phase != UN_PHASE_ASK;
}

// What a stop asks of the run.

un_Until un_stop_until(const un_Stop *stop) {
    return (un_Until){.updates = stop->run.updates, .kind = stop->run.until, .value = stop->run.value, .lane = stop->run.lane};
}

static bool lane_holds(const un_StopRun *run, const un_Snapshot *snapshot, int lane) {
    const un_SnapshotLane *state = &snapshot->lane[lane];
    bool known = snapshot->update >= UN_RECENT && state->nonfinite_at < 0;
    switch (run->until) {
    case UN_UNTIL_LOSS:
        return known && state->train_loss < run->value;
    case UN_UNTIL_ACCURACY:
        return known && state->train_accuracy >= run->value;
    case UN_UNTIL_SOLVED:
        return state->solved_at >= 0;
    case UN_UNTIL_UPDATES:
        break;
    }
    return false;
}

bool un_stop_is_trained(const un_Stop *stop, const un_Snapshot *snapshot) {
    const un_StopRun *run = &stop->run;
    if (snapshot->update >= run->updates) return true;
    if (run->lane >= 0) return run->lane < snapshot->lane_count && lane_holds(run, snapshot, run->lane);
    for (int lane = 0; lane < snapshot->lane_count; lane++) {
        if (!lane_holds(run, snapshot, lane)) return false;
    }
    return true;
}

bool un_stop_run_is_over(const un_Stop *stop, const un_Snapshot *snapshot) {
    int seeds = stop->run.seeds < UN_SNAPSHOT_SEEDS ? stop->run.seeds : UN_SNAPSHOT_SEEDS;
    bool others = snapshot->seeds.planned >= seeds && snapshot->seeds.done == snapshot->seeds.planned;
    return un_stop_is_trained(stop, snapshot) && (seeds == 0 || others);
}

unsigned un_stop_wants(const un_Stop *stop) {
    unsigned wants = 0;
    for (int i = 0; i < stop->view_count; i++) {
        wants |= un_view_table[stop->view[i]]->wants;
        // What one seed's untrained weights do is held against other seeds'.
        if (stop->view[i] == UN_VIEW_PROFILE && stop->run.updates == 0) wants |= UN_WANT_BAND;
    }
    for (int i = 0; i < stop->reveal_count; i++) {
        wants |= un_quantity_table[stop->reveal[i].quantity.quantity].wants;
    }
    return wants;
}

// What is said to an answer.

un_Prose un_answer_feedback(const un_Stop *stop, const un_Answer *answer) {
    const un_Question *question = &stop->question;
    if (answer->tries == 0) return (un_Prose){0};
    if (question->kind == UN_QUESTION_CHOICE) return question->choice[answer->choice].feedback;
    if (!takes_number(question) || !answer->told) return (un_Prose){0};
    if (answer->right) return question->right;
    bool known = answer->measured_count > 0 && answer->has_measured[0];
    if (!known) return (un_Prose){0};
    return answer->number < answer->measured[0] ? question->low : question->high;
}

bool un_answer_value(const un_Stop *stop, const un_Answer *answer, double *out) {
    const un_Question *question = &stop->question;
    if (takes_number(question) && answer->has_number) {
        *out = answer->number;
        return true;
    }
    if (question->kind != UN_QUESTION_CHOICE || !answer->has_choice || !question->choice[answer->choice].has_value) return false;
    *out = question->choice[answer->choice].value;
    return true;
}
