/// The causal knobs' own parts: what is in force and how it is turned (knobs.c), for their widgets (knob_banner.c,
/// knob_places.c).
#ifndef UN_APP_KNOBS_H
#define UN_APP_KNOBS_H

#include "app/state.h"

#define UN_KNOB_FIRST_HOLD   0.5
#define UN_KNOB_FIRST_RADIUS 1.0

un_NetDef un_knob_net(const un_App *app, int lane);
un_Edit un_knob_hold_of(int lane, int gate, double value);
un_Edit un_knob_radius_of(int lane, double value);
/// How the value of a hold, a radius or a number that is read is turned.
un_ScrubDef un_knob_scrub(const un_App *app, const un_Edit *edit);

/// Fills app->knobs.shown: what the user set for the picture, and what the snapshot says of training.
void un_knobs_collect(un_App *app);
/// The knob in force at that place, or NULL.
const un_Knob *un_knobs_find(const un_Knobs *knobs, const un_Edit *edit);
/// Turns a knob on, or to another value. The radius, which training is scaled to once, and a symbol of the probe's
/// sequence are of the picture until they are told otherwise.
void un_knobs_put(un_App *app, const un_Edit *edit, bool trains);
void un_knob_release(un_App *app, const un_Knob *knob);
/// The next symbol at a step; a number that is read becomes one of the banner's.
void un_knobs_change_symbol(un_App *app, int step);
/// The first step of the column at x, or -1.
int un_knobs_step_at(const un_StageLayout *layout, float x);

void un_knobs_banner(un_App *app);

#endif
