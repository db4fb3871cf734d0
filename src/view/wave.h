/// The wave through the unrolled network as a pure function of time: forward left to right, the loss appears, backward right to
/// left. Durations are look/LOOK.md's. The screen and an exported clip call the same function.
#ifndef UN_VIEW_WAVE_H
#define UN_VIEW_WAVE_H

typedef enum un_WavePhase {
    UN_WAVE_WHOLE,    ///< no wave: everything is shown
    UN_WAVE_FORWARD,  ///< steps below `front` are lit
    UN_WAVE_LOSS,     ///< all states are lit, the loss fades in
    UN_WAVE_BACKWARD, ///< gradients of steps from `front` up have arrived
} un_WavePhase;

typedef struct un_Wave {
    un_WavePhase phase;
    float front; ///< in columns, 0..T: forward grows from 0 to T, backward falls from T to 0
    float loss;  ///< 0..1 how far the loss has faded in
} un_Wave;

/// The wave t seconds after its start over T steps; after its end it stays BACKWARD with front 0. Reduced motion: phases jump.
un_Wave un_wave_at(int T, double t, int reduced_motion);
double un_wave_duration(int T);
/// The time at which all states are lit and the loss stands, and nothing has come back yet.
double un_wave_loss_time(int T);
/// The time of stop i, 0..2T+1: 0..T whole columns forward, T+1 the loss, then whole columns backward.
double un_wave_stop(int T, int i);
/// The time at which the wave stands exactly one step further (direction +1) or back (-1) than at t: whole columns, and the loss as
/// one stop of its own. Clamped to 0..duration.
double un_wave_step(int T, double t, int direction);

#endif
