/// Monotonic time.
#ifndef UN_PLATFORM_CLOCK_H
#define UN_PLATFORM_CLOCK_H

/// Seconds since an arbitrary start; never goes back. Any thread.
double un_clock_seconds(void);
/// CPU seconds that the calling thread has used.
double un_clock_thread_seconds(void);
/// CPU seconds that all threads of the process have used.
double un_clock_process_seconds(void);
/// The time of day on the wall.
void un_clock_local(int *hour, int *minute);
/// Resident memory of the process in MB; 0 where the system does not tell.
double un_clock_resident_mb(void);

#endif
