/// Places for a few cards that each tell of a mark: inside the window, on no mark and on no other card.
#ifndef UN_UI_CARDS_H
#define UN_UI_CARDS_H

#include "canvas/geometry.h"

#include <stdbool.h>

enum { UN_CARDS_MAX = 4 };

/// Where `count` cards stand, card[i].w x card[i].h points each, each as near to its mark as the others let it: writes their x and y.
/// gap: least distance from marks and between cards. strict: no card
/// stands between another one and its mark. False: there is no such place (cards unchanged). Pure.
bool un_cards_place(un_Rect *card, const un_Rect *mark, int count, un_Rect bounds, float gap, bool strict);
/// The same for one card that may cover marks where nothing else is left, its own as little as can be.
void un_card_place_somewhere(un_Rect *card, un_Rect mark, un_Rect bounds, float gap);
/// The points of the shortest line between two rectangles that do not overlap.
void un_cards_between(un_Rect a, un_Rect b, un_Point *from, un_Point *to);

#endif
