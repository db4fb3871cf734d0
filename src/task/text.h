/// Letters of the task `text`, for those who write it on.
#ifndef UN_TASK_TEXT_H
#define UN_TASK_TEXT_H

/// The index of a letter of the alphabet (un_text_letters in task/data.h), or -1.
int un_text_letter(char letter);

#endif
