/// How often the worker may stop training to take a snapshot, or a row of the waterfall. Knows no clock: it is told the
/// times.
#ifndef UN_SIM_PACE_H
#define UN_SIM_PACE_H

#include <stdbool.h>

typedef struct un_Pace {
    double interval; ///< least seconds between two snapshots
    double done_at;  ///< when the last one was done
    double done_cpu; ///< the thread's CPU time then
    double cost;     ///< CPU time it took
    double rows;     ///< CPU time of the rows since it was done
    double row_cpu;  ///< the thread's CPU time when the last row was done
    double row_cost; ///< CPU time it took
} un_Pace;

/// Notes a snapshot that is done now: CPU time of the thread before and after it.
void un_pace_note(un_Pace *pace, double now, double cpu_before, double cpu_after);

/// The same for a row.
void un_pace_note_row(un_Pace *pace, double cpu_before, double cpu_after);
/// True when the last row had at most UN_PACE_ROWS of the thread's CPU time since it began.
bool un_pace_affords_row(const un_Pace *pace, double cpu);

/// True when the interval is over and the last snapshot, and the rows since, had at most UN_PACE_SHARE of the thread's CPU
/// time since it began. What a snapshot costs thus sets the rate: a long sequence shows fewer of them, and trains at the same speed.
bool un_pace_is_due(const un_Pace *pace, double now, double cpu);

#define UN_PACE_SHARE 0.05
#define UN_PACE_ROWS 0.035 ///< of it, for rows: what is left is a snapshot's

#endif
