#include "canvas/cairo/collect.h"

#include <stdlib.h>
#include <string.h>

cairo_status_t un_collect(void *closure, const unsigned char *data, unsigned int length) {
    un_Collected *bytes = closure;
    if (length > bytes->room - bytes->size) {
        size_t room = bytes->room > 0 ? bytes->room : 1 << 16;
        while (room - bytes->size < length)
            room *= 2;
        char *bigger = realloc(bytes->data, room);
        if (bigger == NULL) return CAIRO_STATUS_NO_MEMORY;
        bytes->data = bigger;
        bytes->room = room;
    }
    memcpy(bytes->data + bytes->size, data, length);
    bytes->size += length;
    return CAIRO_STATUS_SUCCESS;
}
