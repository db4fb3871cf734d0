#include "base/arena.h"

#include "base/check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

un_Arena un_arena_measure(void) {
    return (un_Arena){0};
}

un_Status un_arena_reserve(un_Arena *arena, size_t capacity) {
    if (capacity > arena->capacity || !arena->memory) {
        size_t rounded = (capacity + UN_ARENA_ALIGN - 1) / UN_ARENA_ALIGN * UN_ARENA_ALIGN;
        if (rounded == 0) rounded = UN_ARENA_ALIGN;
        unsigned char *memory = aligned_alloc(UN_ARENA_ALIGN, rounded);
        if (!memory) return UN_ERROR_MEMORY;
        free(arena->memory);
        arena->memory = memory;
        arena->capacity = rounded;
    }
    memset(arena->memory, 0, arena->capacity);
    arena->used = 0;
    return UN_OK;
}

void *un_arena_take(un_Arena *arena, size_t count, size_t size) {
    UN_CHECK(size == 0 || count <= SIZE_MAX / 2 / size);
    size_t start = (arena->used + UN_ARENA_ALIGN - 1) / UN_ARENA_ALIGN * UN_ARENA_ALIGN;
    size_t bytes = count * size;
    UN_CHECK(bytes <= SIZE_MAX / 2 - start);
    arena->used = start + bytes;
    if (!arena->memory) return NULL;
    UN_CHECK(arena->used <= arena->capacity);
    return arena->memory + start;
}

void un_arena_free(un_Arena *arena) {
    free(arena->memory);
    *arena = (un_Arena){0};
}
