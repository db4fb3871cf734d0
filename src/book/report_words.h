/// A stop's answer in words, the same in every form of the report. Internal to src/book.
#ifndef UN_BOOK_REPORT_WORDS_H
#define UN_BOOK_REPORT_WORDS_H

#include "lesson/player.h"

/// "As much: 1", "27 steps", "-" where nothing was answered. Mathematics stays between its dollars.
const char *un_report_answer(const un_Stop *stop, const un_Answer *answer, char *out, size_t size);
/// "5.4*10^-7 of the gradient reaches step 0." of the i-th reveal.
const char *un_report_measured(const un_Stop *stop, const un_Answer *answer, int i, char *out, size_t size);
/// "right", "not right", with the tries and the hint; "" where nothing was asked.
const char *un_report_verdict(const un_Stop *stop, const un_Answer *answer, char *out, size_t size);
/// "3 of 5 questions answered, 2 of them right."
const char *un_report_summary(const un_Lesson *lesson, const un_Player *player, char *out, size_t size);
/// The text of a prose in one line: mathematics between dollars, blocks with a blank between. Returns out.
const char *un_report_line(un_Prose prose, char *out, size_t size);

#endif
