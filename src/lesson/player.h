/// Going through a lesson: predict, commit, run, reveal, explain. A state machine without clock, screen or worker: whoever
/// has those (the window, the scripted learners, a deck) tells it what happened and asks what stands now.
#ifndef UN_LESSON_PLAYER_H
#define UN_LESSON_PLAYER_H

#include "lesson/lesson.h"
#include "sim/until.h"
#include "snapshot/snapshot.h"

/// Where a stop stands.
typedef enum un_Phase {
    UN_PHASE_ASK,  ///< the question is open; nothing shown gives the answer away
    UN_PHASE_RUN,  ///< committed, or there is nothing to ask: the run goes on, the wave plays
    UN_PHASE_TOLD, ///< what happened, and why
} un_Phase;

enum { UN_HANDS_MAX = 999 };

/// What a learner did at one stop.
typedef struct un_Answer {
    bool given;      ///< committed
    bool has_choice, has_number;
    int choice;      ///< CHOICE: index; the one that is picked, even before the commit
    double number;   ///< NUMBER, MARK: in the quantity's own unit
    int tries;       ///< commits so far
    bool hint;       ///< the hint was looked at
    bool told;       ///< the run has ended and the numbers stand
    bool right;      ///< of the last commit; with NUMBER and MARK known once told
    int first;       ///< CHOICE: what was committed first
    int measured_count;
    bool has_measured[UN_REVEALS_MAX];
    double measured[UN_REVEALS_MAX]; ///< in the order of the stop's reveals
    int64_t update;  ///< at which
    uint64_t seed;
    int hands[UN_CHOICES_MAX]; ///< for the class: how many chose it
} un_Answer;

typedef struct un_Player {
    const un_Lesson *lesson; ///< borrowed
    int stop;                ///< 0..count-1; count: behind the last one, the end
    un_Phase phase;          ///< of this stop
    bool exploring;          ///< free exploration: the place is kept
    int reached;             ///< furthest stop
    un_Answer answer[UN_STOPS_MAX];
} un_Player;

/// At the first stop. lesson has stops and outlives the player.
void un_player_begin(un_Player *player, const un_Lesson *lesson);
/// Both NULL behind the last stop.
const un_Stop *un_player_stop(const un_Player *player);
un_Answer *un_player_answer(un_Player *player);

/// Picks a choice; a number, kept inside the question's range; nothing happens once committed.
void un_player_choose(un_Player *player, int choice);
void un_player_number(un_Player *player, double number);
void un_player_hint(un_Player *player);
/// An answer is picked, so it can be committed.
bool un_player_ready(const un_Player *player);
/// ASK -> RUN; a wrong CHOICE with tries left stays in ASK with the hint shown. Nothing, when nothing is picked.
void un_player_commit(un_Player *player);
/// ASK -> RUN without an answer: a lecturer shows what happens. What was picked, but not committed, is forgotten.
void un_player_pass(un_Player *player);
/// RUN -> TOLD: notes what the snapshot says of each reveal, and whether the answer was right.
void un_player_ran(un_Player *player, const un_Snapshot *snapshot);
/// The next stop, or the one before, or any: 0..count. One that was told stays told; exploring ends.
void un_player_next(un_Player *player);
void un_player_previous(un_Player *player);
void un_player_go(un_Player *player, int stop);
/// Free exploration opens once committed. False: not yet.
bool un_player_may_explore(const un_Player *player);

/// How far the stop's run goes, for the worker (UN_COMMAND_UNTIL) or a take.
un_Until un_stop_until(const un_Stop *stop);
/// Whether the stop's own run has come there at this snapshot of it.
bool un_stop_is_trained(const un_Stop *stop, const un_Snapshot *snapshot);
/// Whether the stop's run, and the other seeds beside it, have come to their end at this snapshot of that run.
bool un_stop_run_is_over(const un_Stop *stop, const un_Snapshot *snapshot);
/// Bits of un_SnapshotWanted that the stop's views and quantities take.
unsigned un_stop_wants(const un_Stop *stop);
/// The feedback that goes with the answer; count 0: none.
un_Prose un_answer_feedback(const un_Stop *stop, const un_Answer *answer);
/// The number that the answer stands for (the choice's value). False: none.
bool un_answer_value(const un_Stop *stop, const un_Answer *answer, double *out);

#endif
