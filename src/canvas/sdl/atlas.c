#include "canvas/sdl/atlas.h"

#include "base/catalog.h"

#include <SDL_ttf.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SIDE = 1024, ///< texels; doubled once when it is full
    LAST_SIDE = 2048,
    SLOTS = 1 << 13, ///< of the hash table, a power of two; at most three quarters are used
    WHITE = 8,       ///< side of the white patch
    PHASES = 4,      ///< horizontal positions within a pixel
    LARGEST_SIZE = 512
};

typedef struct Slot {
    uint64_t key; ///< 0: free
    un_AtlasGlyph glyph;
} Slot;

struct un_Atlas {
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    TTF_Font *font[UN_FACE_COUNT];
    int set_size[UN_FACE_COUNT]; ///< quarters of a pixel
    int side;
    bool full;                          ///< at this side
    int shelf_x, shelf_y, shelf_height; ///< glyphs stand in rows
    size_t used_slots;
    uint32_t *scratch; ///< one glyph's texels
    size_t scratch_room;
    Slot slot[SLOTS];
};

un_Atlas *un_atlas_create(SDL_Renderer *renderer, const un_Fonts *fonts, un_Error *error) {
    un_Atlas *atlas = calloc(1, sizeof *atlas);
    if (atlas == NULL || TTF_Init() != 0) {
        free(atlas);
        un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("SDL_ttf does not start: %s"), TTF_GetError());
        return NULL;
    }
    atlas->renderer = renderer;
    atlas->side = FIRST_SIDE;
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        size_t size;
        const char *bytes = un_fonts_bytes(fonts, (un_Face)i, &size);
        SDL_RWops *stream = SDL_RWFromConstMem(bytes, (int)size);
        atlas->font[i] = stream != NULL ? TTF_OpenFontRW(stream, 1, 16) : NULL;
        if (atlas->font[i] == NULL) {
            un_error_set(error, UN_ERROR_FILE, un_face_files[i], 0, 0, "%s", TTF_GetError());
            un_atlas_destroy(atlas);
            return NULL;
        }
        TTF_SetFontHinting(atlas->font[i], TTF_HINTING_NONE);
    }
    if (!un_atlas_restart(atlas)) {
        un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("no texture for the glyphs: %s"), SDL_GetError());
        un_atlas_destroy(atlas);
        return NULL;
    }
    return atlas;
}

void un_atlas_destroy(un_Atlas *atlas) {
    if (atlas == NULL) return;
    for (int i = 0; i < UN_FACE_COUNT; i++)
        if (atlas->font[i] != NULL) TTF_CloseFont(atlas->font[i]);
    if (atlas->texture != NULL) SDL_DestroyTexture(atlas->texture);
    TTF_Quit();
    free(atlas->scratch);
    free(atlas);
}

bool un_atlas_restart(un_Atlas *atlas) {
    if (atlas->full && atlas->side < LAST_SIDE) atlas->side = LAST_SIDE;
    atlas->full = false;
    if (atlas->texture != NULL) SDL_DestroyTexture(atlas->texture);
    memset(atlas->slot, 0, sizeof atlas->slot);
    atlas->used_slots = 0;
    atlas->shelf_x = WHITE + 1;
    atlas->shelf_y = 0;
    atlas->shelf_height = WHITE;
    atlas->texture = SDL_CreateTexture(atlas->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, atlas->side,
                                       atlas->side);
    if (atlas->texture == NULL) return false;
    uint32_t white[WHITE * WHITE];
    memset(white, 255, sizeof white);
    SDL_Rect patch = {0, 0, WHITE, WHITE};
    SDL_UpdateTexture(atlas->texture, &patch, white, WHITE * (int)sizeof *white);
    SDL_SetTextureBlendMode(atlas->texture, SDL_BLENDMODE_BLEND);
    // Glyphs lie on whole pixels (the quarters are in their pictures): nothing is to be filtered.
    SDL_SetTextureScaleMode(atlas->texture, SDL_ScaleModeNearest);
    return true;
}

SDL_Texture *un_atlas_texture(const un_Atlas *atlas) {
    return atlas->texture;
}

int un_atlas_side(const un_Atlas *atlas) {
    return atlas->side;
}

SDL_FPoint un_atlas_white(const un_Atlas *atlas) {
    float middle = (float)WHITE / 2 / (float)atlas->side;
    return (SDL_FPoint){middle, middle};
}

static Slot *find_slot(un_Atlas *atlas, uint64_t key) {
    size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 40) & (SLOTS - 1);
    while (atlas->slot[i].key != 0 && atlas->slot[i].key != key)
        i = (i + 1) & (SLOTS - 1);
    return &atlas->slot[i];
}

/// A place for width x height texels with a free one to the right and below. False: full.
static bool place(un_Atlas *atlas, int width, int height, int *x, int *y) {
    if (atlas->shelf_x + width + 1 > atlas->side) {
        atlas->shelf_y += atlas->shelf_height + 1;
        atlas->shelf_x = atlas->shelf_height = 0;
    }
    if (width + 1 > atlas->side || atlas->shelf_y + height + 1 > atlas->side) return false;
    *x = atlas->shelf_x;
    *y = atlas->shelf_y;
    atlas->shelf_x += width + 1;
    if (height > atlas->shelf_height) atlas->shelf_height = height;
    return true;
}

/// SDL_ttf draws at whole pixels only. So the glyph comes four times as wide (by the font's horizontal resolution), and
/// each texel takes the mean of the four columns that its phase puts under it: the exact coverage of a glyph moved by a
/// quarter.
static SDL_Surface *render_wide(un_Atlas *atlas, un_Face face, uint32_t code_point, int quarter_size) {
    TTF_Font *font = atlas->font[face];
    if (atlas->set_size[face] != quarter_size) {
        // At 18 dots per inch a "point" is a quarter of a pixel; 72 makes it four times as wide.
        if (TTF_SetFontSizeDPI(font, quarter_size, 72, 18) != 0) return NULL;
        atlas->set_size[face] = quarter_size;
    }
    return TTF_RenderGlyph32_Blended(font, code_point, (SDL_Color){255, 255, 255, 255});
}

static int floor_div(int a, int b) {
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/// Columns from..from + PHASES - 1 of a row, outside ones empty.
static uint32_t mean_alpha(const uint32_t *row, int columns, int from) {
    uint32_t sum = PHASES / 2;
    for (int i = from < 0 ? 0 : from; i < from + PHASES && i < columns; i++)
        sum += row[i] >> 24;
    return sum / PHASES;
}

static uint32_t *reserve_scratch(un_Atlas *atlas, size_t count) {
    if (count > atlas->scratch_room) {
        free(atlas->scratch);
        atlas->scratch = malloc(count * sizeof *atlas->scratch);
        atlas->scratch_room = atlas->scratch != NULL ? count : 0;
    }
    return atlas->scratch;
}

/// Puts the wide picture into the texture. Its origin is origin_x columns from the left; baseline rows from the top.
/// False: full.
static bool store(un_Atlas *atlas, const SDL_Surface *wide, int origin_x, int baseline, int phase,
                  un_AtlasGlyph *glyph) {
    int left = floor_div(phase - origin_x, PHASES);
    int right = floor_div(wide->w + phase - origin_x - 1, PHASES) + 1;
    int width = right - left, height = wide->h, x, y;
    uint32_t *texel = reserve_scratch(atlas, (size_t)width * (size_t)height);
    if (texel == NULL) {
        *glyph = (un_AtlasGlyph){0};
        return true;
    }
    if (!place(atlas, width, height, &x, &y)) return false;
    for (int row = 0; row < height; row++) {
        const uint32_t *from =
            (const uint32_t *)(const void *)((const char *)wide->pixels + (ptrdiff_t)row * wide->pitch);
        for (int column = 0; column < width; column++) {
            int first = (left + column) * PHASES - phase + origin_x;
            texel[(size_t)row * (size_t)width + (size_t)column] = mean_alpha(from, wide->w, first) << 24 | 0xFFFFFF;
        }
    }
    SDL_Rect target = {x, y, width, height};
    SDL_UpdateTexture(atlas->texture, &target, texel, width * (int)sizeof *texel);
    *glyph = (un_AtlasGlyph){x, y, width, height, left, baseline};
    return true;
}

bool un_atlas_get(un_Atlas *atlas, un_Face face, uint32_t code_point, float size, int phase, un_AtlasGlyph *glyph) {
    *glyph = (un_AtlasGlyph){0};
    if (!(size > 0.5f) || size > LARGEST_SIZE || atlas->texture == NULL) return true;
    int quarter_size = (int)(size * 4 + 0.5f);
    uint64_t key = (uint64_t)quarter_size << 32 | (uint64_t)code_point << 5 | (uint64_t)phase << 3 | (uint64_t)face;
    Slot *slot = find_slot(atlas, key);
    if (slot->key == key) {
        *glyph = slot->glyph;
        return true;
    }
    if (atlas->used_slots >= (size_t)SLOTS / 4 * 3) {
        atlas->full = true;
        return false;
    }
    SDL_Surface *wide = render_wide(atlas, face, code_point, quarter_size);
    bool stored = true;
    if (wide != NULL) {
        int min_x = 0, max_x, min_y = 0, max_y, advance;
        TTF_GlyphMetrics32(atlas->font[face], code_point, &min_x, &max_x, &min_y, &max_y, &advance);
        stored = store(atlas, wide, min_x < 0 ? -min_x : 0, TTF_FontAscent(atlas->font[face]), phase, glyph);
        SDL_FreeSurface(wide);
    }
    if (!stored) {
        // Full at its largest and empty: the glyph is larger than the texture, and nothing will help.
        bool hopeless = atlas->side == LAST_SIDE && atlas->used_slots == 0;
        atlas->full = !hopeless;
        if (!hopeless) return false;
    }
    *slot = (Slot){key, *glyph};
    atlas->used_slots++;
    return true;
}
