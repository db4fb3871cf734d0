/// The pole on a cart of Barto, Sutton & Anderson 1983, section V, without friction and without an end of the track:
/// then the cart's place and speed do not act on the pole and are left out. Pure, any thread.
#ifndef UN_TASK_POLE_H
#define UN_TASK_POLE_H

#include "base/random.h"

#include <stdbool.h>

typedef struct un_Pole {
    double angle, speed; ///< radians from upright, radians a second
} un_Pole;

#define UN_POLE_STEP   0.02            ///< seconds a step
#define UN_POLE_FORCE  10.0            ///< newtons: the strongest push
#define UN_POLE_FALLEN 0.2094395102393 ///< radians: 12 degrees, from which on the pole counts as fallen

/// A start: up to 3 degrees from upright, up to half a radian a second.
un_Pole un_pole_start(un_Random *random);
/// A gust of up to 2 newtons on the cart, drawn anew each step.
double un_pole_gust(un_Random *random);
/// What the net sees of it: the angle, 1 where the pole has fallen.
float un_pole_seen(const un_Pole *pole);
/// The teacher, who knows the speed as well: force = 30 angle + 7 speed, held within UN_POLE_FORCE. Its closed loop has
/// a double pole near -5 per second, so that a push has died out after a second.
double un_pole_teacher(const un_Pole *pole);
/// One step of Euler's method, as in the paper.
void un_pole_step(un_Pole *pole, double force);
bool un_pole_fallen(const un_Pole *pole);

#endif
