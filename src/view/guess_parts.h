/// The guess's own files share this.
#ifndef UN_VIEW_GUESS_PARTS_H
#define UN_VIEW_GUESS_PARTS_H

#include "view/guess.h"

/// Where a value stands on the scale, held inside it, and `across` it.
un_Point un_guess_scale_point(const un_GuessScale *scale, double value, float across);

#endif
