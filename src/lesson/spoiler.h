/// What gives an answer away before it is asked for. Internal to src/lesson.
#ifndef UN_LESSON_SPOILER_H
#define UN_LESSON_SPOILER_H

#include "lesson/lesson.h"

/// True when the number is written somewhere in the text, to within 1 %: "0.05", "1,000", "1/200", "5.2 \cdot 10^{-6}";
/// one in percent as "40 %" or "2/5". 0 and 1 are never: they stand everywhere.
bool un_spoils_number(const char *text, double number, bool percent);
/// The view of the stop that shows what the reveal measures before the answer stands, uncovered; -1: none. trains: the
/// run changes the network between question and answer, so that nothing shown before is the answer.
int un_spoils_view(const un_Stop *stop, const un_Reveal *reveal, bool trains);

#endif
