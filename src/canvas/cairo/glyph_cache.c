#include "canvas/cairo/glyph_cache.h"

#include "base/catalog.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 1 << 13,       ///< of the hash table, a power of two; at most three quarters are used
    STORE_BYTES = 4 << 20, ///< of coverage
    LARGEST_SIZE = 1024    ///< pixels; text above is no text any more
};

typedef struct Slot {
    uint64_t key; ///< 0: free
    size_t first; ///< into the store
    int width, height, left, top;
} Slot;

struct un_GlyphCache {
    FT_Library library;
    FT_Face face[UN_FACE_COUNT];
    long set_size[UN_FACE_COUNT]; ///< 26.6
    size_t used_slots, used_bytes;
    uint8_t *store;
    Slot slot[SLOTS];
};

un_GlyphCache *un_glyph_cache_create(const un_Fonts *fonts, un_Error *error) {
    un_GlyphCache *cache = calloc(1, sizeof *cache);
    if (cache != NULL) cache->store = malloc(STORE_BYTES);
    if (cache == NULL || cache->store == NULL || FT_Init_FreeType(&cache->library) != 0) {
        un_glyph_cache_destroy(cache);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the glyphs"));
        return NULL;
    }
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        size_t size;
        const char *bytes = un_fonts_bytes(fonts, (un_Face)i, &size);
        if (FT_New_Memory_Face(cache->library, (const FT_Byte *)bytes, (FT_Long)size, 0, &cache->face[i]) != 0) {
            un_glyph_cache_destroy(cache);
            un_error_set(error, UN_ERROR_FILE, un_face_files[i], 0, 0, "%s", _("the font cannot be opened"));
            return NULL;
        }
    }
    return cache;
}

void un_glyph_cache_destroy(un_GlyphCache *cache) {
    if (cache == NULL) return;
    for (int i = 0; i < UN_FACE_COUNT; i++)
        if (cache->face[i] != NULL) FT_Done_Face(cache->face[i]);
    if (cache->library != NULL) FT_Done_FreeType(cache->library);
    free(cache->store);
    free(cache);
}

/// Renders into FreeType's own slot. False: nothing to show.
static bool render(un_GlyphCache *cache, un_Face index, uint32_t code_point, long size, int phase) {
    FT_Face face = cache->face[index];
    if (cache->set_size[index] != size) {
        if (FT_Set_Char_Size(face, 0, size, 72, 72) != 0) return false;
        cache->set_size[index] = size;
    }
    if (FT_Load_Glyph(face, FT_Get_Char_Index(face, code_point), FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0 ||
        face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    FT_Outline_Translate(&face->glyph->outline, (FT_Pos)phase * 16, 0);
    return FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0;
}

/// The key's slot, or the free one where it belongs.
static Slot *find_slot(un_GlyphCache *cache, uint64_t key) {
    size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 40) & (SLOTS - 1);
    while (cache->slot[i].key != 0 && cache->slot[i].key != key)
        i = (i + 1) & (SLOTS - 1);
    return &cache->slot[i];
}

static void forget_all(un_GlyphCache *cache) {
    memset(cache->slot, 0, sizeof cache->slot);
    cache->used_slots = cache->used_bytes = 0;
}

un_GlyphPicture un_glyph_cache_get(un_GlyphCache *cache, un_Face face, uint32_t code_point, float size, int phase) {
    un_GlyphPicture none = {NULL, 0, 0, 0, 0};
    if (!(size > 0.5f) || size > LARGEST_SIZE) return none;
    long fixed = (long)(size * 64 + 0.5f);
    // The size comes first, so that no key is 0.
    uint64_t key = (uint64_t)fixed << 32 | (uint64_t)code_point << 5 | (uint64_t)phase << 3 | (uint64_t)face;
    Slot *slot = find_slot(cache, key);
    if (slot->key == key)
        return (un_GlyphPicture){cache->store + slot->first, slot->width, slot->height, slot->left, slot->top};
    FT_GlyphSlot glyph = cache->face[face]->glyph;
    bool shows = render(cache, face, code_point, fixed, phase);
    int width = shows ? (int)glyph->bitmap.width : 0, height = shows ? (int)glyph->bitmap.rows : 0;
    size_t bytes = (size_t)width * (size_t)height;
    if (bytes > STORE_BYTES) return none;
    if (cache->used_bytes + bytes > STORE_BYTES || cache->used_slots >= (size_t)SLOTS / 4 * 3) {
        forget_all(cache);
        slot = find_slot(cache, key);
    }
    *slot = (Slot){key, cache->used_bytes, width, height, glyph->bitmap_left, glyph->bitmap_top};
    for (int y = 0; y < height; y++)
        memcpy(cache->store + slot->first + (size_t)y * (size_t)width,
               glyph->bitmap.buffer + (ptrdiff_t)y * glyph->bitmap.pitch, (size_t)width);
    cache->used_bytes += bytes;
    cache->used_slots++;
    return (un_GlyphPicture){cache->store + slot->first, width, height, slot->left, slot->top};
}
