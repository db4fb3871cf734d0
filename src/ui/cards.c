#include "ui/cards.h"

#include "base/check.h"

#include <math.h>

// A card is tried at the edges of the marks, of the window and of the cards before it: the nearest few of those places, one after the
// other, each with the best places of the cards that follow.
enum { TRIED = 6, EDGES = 5 * 2 * UN_CARDS_MAX + 2 };

typedef struct Board {
    const un_Rect *mark;
    un_Rect *card;
    int count;
    un_Rect bounds;
    float gap;
    bool strict; ///< no card between another one and its mark
} Board;

typedef struct Place {
    float x, y, distance;
} Place;

static float apart(float a0, float a1, float b0, float b1) {
    return fmaxf(fmaxf(b0 - a1, a0 - b1), 0);
}

static float distance(un_Rect a, un_Rect b) {
    float dx = apart(a.x, a.x + a.w, b.x, b.x + b.w), dy = apart(a.y, a.y + a.h, b.y, b.y + b.h);
    return sqrtf(dx * dx + dy * dy);
}

static float common(un_Rect a, un_Rect b) {
    float w = fminf(a.x + a.w, b.x + b.w) - fmaxf(a.x, b.x), h = fminf(a.y + a.h, b.y + b.h) - fmaxf(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
}

static bool is_free(const Board *board, int index, un_Rect card) {
    const un_Rect *bounds = &board->bounds;
    const float slack = 0.01f;
    if (card.x < bounds->x - slack || card.y < bounds->y - slack || card.x + card.w > bounds->x + bounds->w + slack ||
        card.y + card.h > bounds->y + bounds->h + slack)
        return false;
    un_Rect wide = un_rect_inset(card, slack - board->gap);
    for (int i = 0; i < board->count; i++) {
        if (common(wide, board->mark[i]) > 0 || (i < index && common(wide, board->card[i]) > 0)) return false;
    }
    return true;
}

/// Along one axis: starts of a span of `size` beside, flush with and centred on from..from+length.
static int add_edges(float *edge, int count, float from, float length, float size, float gap) {
    edge[count++] = from - gap - size;
    edge[count++] = from + length + gap;
    edge[count++] = from;
    edge[count++] = from + length - size;
    edge[count++] = from + (length - size) / 2;
    return count;
}

static int edges(const Board *board, int index, bool vertical, float *edge) {
    un_Rect card = board->card[index], bounds = board->bounds;
    float size = vertical ? card.h : card.w;
    int count = 0;
    for (int i = 0; i < board->count + index; i++) {
        un_Rect near = i < board->count ? board->mark[i] : board->card[i - board->count];
        count = add_edges(edge, count, vertical ? near.y : near.x, vertical ? near.h : near.w, size, board->gap);
    }
    edge[count++] = vertical ? bounds.y : bounds.x;
    edge[count++] = vertical ? bounds.y + bounds.h - size : bounds.x + bounds.w - size;
    return count;
}

/// The nearest free places of a card, best first; returns how many.
static int nearest(const Board *board, int index, Place best[TRIED]) {
    float x[EDGES], y[EDGES];
    int columns = edges(board, index, false, x), rows = edges(board, index, true, y), found = 0;
    for (int k = 0; k < columns * rows; k++) {
        un_Rect at = {x[k % columns], y[k / columns], board->card[index].w, board->card[index].h};
        float far = distance(at, board->mark[index]);
        if ((found == TRIED && far >= best[TRIED - 1].distance) || !is_free(board, index, at)) continue;
        int i = found < TRIED ? found++ : TRIED - 1;
        for (; i > 0 && best[i - 1].distance > far; i--)
            best[i] = best[i - 1];
        best[i] = (Place){at.x, at.y, far};
    }
    return found;
}

/// Whether the line from a card to its mark passes behind another card.
static bool is_crossed(const Board *board) {
    for (int i = 0; i < board->count; i++) {
        un_Point from, to;
        un_cards_between(board->card[i], board->mark[i], &from, &to);
        un_Rect line = {fminf(from.x, to.x) - 1, fminf(from.y, to.y) - 1, fabsf(to.x - from.x) + 2, fabsf(to.y - from.y) + 2};
        for (int j = 0; j < board->count; j++) {
            if (j != i && common(line, board->card[j]) > 0) return true;
        }
    }
    return false;
}

/// The cards from index on, those before it placed `so_far` away from their marks in all; keeps what is nearest in all.
static void place_from(Board *board, int index, float so_far, un_Rect *nearest_in_all, float *least) {
    if (index == board->count) {
        if (board->strict && is_crossed(board)) return;
        *least = so_far;
        for (int i = 0; i < index; i++)
            nearest_in_all[i] = board->card[i];
        return;
    }
    Place best[TRIED];
    int found = nearest(board, index, best);
    for (int i = 0; i < found && so_far + best[i].distance < *least; i++) {
        board->card[index].x = best[i].x;
        board->card[index].y = best[i].y;
        place_from(board, index + 1, so_far + best[i].distance, nearest_in_all, least);
    }
}

bool un_cards_place(un_Rect *card, const un_Rect *mark, int count, un_Rect bounds, float gap, bool strict) {
    UN_CHECK(count >= 0 && count <= UN_CARDS_MAX);
    un_Rect tried[UN_CARDS_MAX];
    float least = INFINITY;
    Board board = {mark, tried, count, bounds, gap, strict};
    for (int i = 0; i < count; i++)
        tried[i] = card[i];
    place_from(&board, 0, 0, card, &least);
    return least < INFINITY;
}

void un_card_place_somewhere(un_Rect *card, un_Rect mark, un_Rect bounds, float gap) {
    if (un_cards_place(card, &mark, 1, bounds, gap, false)) return;
    // In the corner that hides least of the mark.
    float least = INFINITY;
    un_Rect best = *card;
    for (int k = 0; k < 4; k++) {
        un_Rect at = {k & 1 ? bounds.x : fmaxf(bounds.x + bounds.w - card->w, bounds.x),
                      k & 2 ? bounds.y : fmaxf(bounds.y + bounds.h - card->h, bounds.y), card->w, card->h};
        if (common(at, mark) < least) {
            least = common(at, mark);
            best = at;
        }
    }
    *card = best;
}

static void between(float a0, float a1, float b0, float b1, float *from, float *to) {
    if (a1 < b0 || b1 < a0) {
        *from = a1 < b0 ? a1 : a0;
        *to = a1 < b0 ? b0 : b1;
        return;
    }
    *from = *to = (fmaxf(a0, b0) + fminf(a1, b1)) / 2;
}

void un_cards_between(un_Rect a, un_Rect b, un_Point *from, un_Point *to) {
    between(a.x, a.x + a.w, b.x, b.x + b.w, &from->x, &to->x);
    between(a.y, a.y + a.h, b.y, b.y + b.h, &from->y, &to->y);
}
