/// Sine and cosine of our own: glibc's last bits differ with the processor. Pure, any thread, same bits on every machine.
#ifndef UN_NUM_TRIGONOMETRY_H
#define UN_NUM_TRIGONOMETRY_H

#define UN_PI 3.14159265358979323846

/// x in radians, |x| at most 1e6; NaN beyond it, for infinities and for NaN. At most 2 ulp.
double un_sin(double x);
double un_cos(double x);

#endif
