#include "sim/pace.h"

void un_pace_note(un_Pace *pace, double now, double cpu_before, double cpu_after) {
    pace->done_at = now;
    pace->done_cpu = cpu_after;
    pace->cost = cpu_after - cpu_before;
    pace->rows = 0;
}

void un_pace_note_row(un_Pace *pace, double cpu_before, double cpu_after) {
    pace->row_cpu = cpu_after;
    pace->row_cost = cpu_after - cpu_before;
    pace->rows += pace->row_cost;
}

bool un_pace_affords_row(const un_Pace *pace, double cpu) {
    double since = pace->row_cost + cpu - pace->row_cpu;
    return pace->row_cost <= UN_PACE_ROWS * since;
}

bool un_pace_is_due(const un_Pace *pace, double now, double cpu) {
    if (now - pace->done_at < pace->interval) return false;
    double since = cpu - pace->done_cpu; // training and rows
    return pace->cost + pace->rows <= UN_PACE_SHARE * (pace->cost + since);
}
