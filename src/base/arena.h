/// A bump allocator over one block. Sizes come from a pure function of the configuration, so steps allocate nothing.
#ifndef UN_BASE_ARENA_H
#define UN_BASE_ARENA_H

#include "base/error.h"

#include <stddef.h>

enum { UN_ARENA_ALIGN = 64 };

typedef struct un_Arena {
    unsigned char *memory; ///< owned; NULL while the arena only counts (see un_arena_measure)
    size_t capacity, used;
} un_Arena;

/// An arena that hands out NULL and only adds up sizes: run the same carving code once to measure, once for real.
un_Arena un_arena_measure(void);

/// Makes room for capacity bytes. Keeps the block when it is already large enough; `used` becomes 0 either way and all earlier
/// pointers are stale. Errors: UN_ERROR_MEMORY, arena unchanged. The memory is zeroed.
un_Status un_arena_reserve(un_Arena *arena, size_t capacity);

/// count objects of size bytes, aligned to UN_ARENA_ALIGN; zeros, since un_arena_reserve wrote them. NULL while measuring.
/// A real arena that is too small is a programmer's error (checked).
void *un_arena_take(un_Arena *arena, size_t count, size_t size);

/// Frees the block. The arena may be reserved again.
void un_arena_free(un_Arena *arena);

#endif
