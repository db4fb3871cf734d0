/// Counts the allocations of our own objects. The linker's --wrap sends every malloc, calloc, realloc, aligned_alloc and strdup of the
/// objects linked into the test (all of src/) here; libraries (SDL, cairo, FreeType) keep their own.
#ifndef UN_TESTS_MEMORY_COUNT_H
#define UN_TESTS_MEMORY_COUNT_H

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_long memory_calls;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size) {
    atomic_fetch_add(&memory_calls, 1);
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    atomic_fetch_add(&memory_calls, 1);
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size) {
    atomic_fetch_add(&memory_calls, 1);
    return __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    atomic_fetch_add(&memory_calls, 1);
    return __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text) {
    atomic_fetch_add(&memory_calls, 1);
    return __real_strdup(text);
}

void __wrap_free(void *memory) {
    if (memory) atomic_fetch_add(&memory_calls, 1);
    __real_free(memory);
}

#endif
