#include "sim/pace.h"

void un_pace_note(un_Pace *pace, double now, double cpu_before, double cpu_after) {
    pace->done_at = now;
    pace->done_cpu = cpu_after;
    pace->cost = cpu_after - cpu_before;
}

bool un_pace_is_due(const un_Pace *pace, double now, double cpu) {
    if (now - pace->done_at < pace->interval) return false;
    double trained = cpu - pace->done_cpu;
    return pace->cost <= UN_PACE_SHARE * (pace->cost + trained);
}
