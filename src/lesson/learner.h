/// Scripted learners: one answers right, one wrong wherever there is something to answer. They go through a lesson by the player's own
/// functions, with a take as their machine, so that every run, number, highlight and cover of a lesson is tried without a window. No
/// run depends on an answer, so both share it.
#ifndef UN_LESSON_LEARNER_H
#define UN_LESSON_LEARNER_H

#include "canvas/font.h"
#include "lesson/player.h"

typedef enum un_LearnerKind { UN_LEARNER_RIGHT, UN_LEARNER_WRONG, UN_LEARNER_KINDS } un_LearnerKind;
/// "right", "wrong".
extern const char *const un_learner_name[UN_LEARNER_KINDS];

enum { UN_LEARNER_FAULTS = 12, UN_LEARNER_FAULT = 320, UN_LEARNER_SEEDS = 20 };
/// CPU seconds that a stop may take on one core.
#define UN_LEARNER_SECONDS 10.0

/// One learner at one stop, with what is wrong there. Borrowed, valid while it is told.
typedef struct un_LearnerStop {
    un_LearnerKind kind;
    uint64_t seed;
    int index; ///< of the stop, from 0
    const un_Stop *stop;
    const un_Answer *answer; ///< as it stands once told
    double seconds;          ///< CPU time of its run, other seeds included
    int fault_count;
    char fault[UN_LEARNER_FAULTS][UN_LEARNER_FAULT]; ///< one line each, for the lesson's writer
} un_LearnerStop;

typedef void un_LearnerTell(void *context, const un_LearnerStop *stop);

typedef struct un_LearnerDef {
    int seeds;             ///< the right one plays seeds 1..seeds, each as the lesson's own; at most UN_LEARNER_SEEDS
    bool right, wrong;     ///< who plays; the wrong one on seed 1 alone where both do
    const un_Fonts *fonts; ///< whether highlights and covers are on the screen at 1280x720 and 1920x1080; NULL: not looked at
    double max_memory;     ///< bytes of one stop's run
    un_LearnerTell *tell;  ///< may be NULL
    void *context;
} un_LearnerDef;

/// Plays a lesson that has stops. Returns through *faults how many were found: an `until` that was not reached, a number outside its
/// tolerance, a stop over UN_LEARNER_SECONDS, a right choice that is not the nearest to what was measured, a highlight or cover that is
/// not there. Errors: UN_ERROR_MEMORY, un_trainer_create's; what was told stands.
un_Status un_learner_play(const un_Lesson *lesson, const un_LearnerDef *def, int *faults, un_Error *error);

#endif
