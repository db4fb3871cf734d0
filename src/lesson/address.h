/// Where links lead, and characters by name. Internal to src/lesson.
#ifndef UN_LESSON_ADDRESS_H
#define UN_LESSON_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

enum { UN_FILE_LINK = 64 }; ///< bytes of a file's name, its 0 included

/// "&amp;", "&#8211;" or "&#x2013;" as the character it names. Returns its length in out, 0 when it names none.
size_t un_entity_decode(const char *text, size_t size, char out[4]);
/// "https://..." or "http://..." of visible characters.
bool un_address_is_web(const char *address);
/// The name of a file beside the lesson: no folder, nothing hidden.
bool un_address_is_file(const char *address);

#endif
