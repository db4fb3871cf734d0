// Cards beside their marks: in the window, on no mark, on no other card, wherever the marks stand.
#include <criterion/criterion.h>

#include "base/random.h"
#include "ui/cards.h"

static bool overlap(un_Rect a, un_Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool inside(un_Rect inner, un_Rect outer) {
    float slack = 0.1f;
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.w <= outer.x + outer.w + slack &&
           inner.y + inner.h <= outer.y + outer.h + slack;
}

static void check(const un_Rect *card, const un_Rect *mark, int count, un_Rect bounds) {
    for (int i = 0; i < count; i++) {
        cr_assert(inside(card[i], bounds), "card %d leaves the window", i);
        for (int j = 0; j < count; j++) {
            cr_assert(!overlap(card[i], mark[j]), "card %d is on mark %d", i, j);
            if (i != j) cr_assert(!overlap(card[i], card[j]), "cards %d and %d", i, j);
        }
    }
}

static float any(un_Random *random, float low, float high) {
    return low + (high - low) * (float)un_random_below(random, 1000) / 1000;
}

Test(cards, never_on_a_mark_nor_on_one_another) {
    un_Random random = un_random_stream(1, "cards");
    un_Rect bounds = {8, 8, 1264, 704};
    int placed = 0, rounds = 2000;
    for (int round = 0; round < rounds; round++) {
        un_Rect card[3], mark[3];
        int count = 1 + un_random_below(&random, 3);
        for (int i = 0; i < count; i++) {
            float w = any(&random, 8, 500), h = any(&random, 4, 250);
            mark[i] = (un_Rect){any(&random, 8, 1272 - w), any(&random, 8, 712 - h), w, h};
            card[i] = (un_Rect){0, 0, any(&random, 200, 340), any(&random, 60, 130)};
        }
        if (!un_cards_place(card, mark, count, bounds, 10, round & 1)) continue;
        placed++;
        check(card, mark, count, bounds);
    }
    cr_assert(placed > rounds * 95 / 100, "%d of %d", placed, rounds);
}

Test(cards, next_to_what_they_tell_of) {
    un_Rect bounds = {0, 0, 1280, 720}, mark[2] = {{300, 300, 80, 60}, {700, 300, 80, 60}};
    un_Rect card[2] = {{0, 0, 240, 100}, {0, 0, 240, 100}};
    cr_assert(un_cards_place(card, mark, 2, bounds, 10, true));
    check(card, mark, 2, bounds);
    for (int i = 0; i < 2; i++) {
        un_Point from, to;
        un_cards_between(card[i], mark[i], &from, &to);
        float dx = to.x - from.x, dy = to.y - from.y;
        cr_assert(dx * dx + dy * dy < 11 * 11, "card %d is %g, %g away", i, (double)dx, (double)dy);
    }
}

Test(cards, where_there_is_no_room_it_says_so_and_one_is_still_placed) {
    un_Rect bounds = {0, 0, 320, 240}, mark = {10, 60, 300, 120}, card = {1, 2, 280, 100};
    cr_assert(!un_cards_place(&card, &mark, 1, bounds, 8, false));
    cr_assert(card.x == 1 && card.y == 2, "unchanged");
    un_card_place_somewhere(&card, mark, bounds, 8);
    cr_assert(inside(card, bounds));
}
