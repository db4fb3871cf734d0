/// Forecasts of a real series, one step ahead, over its whole test part.
#ifndef UN_SIM_FORECAST_H
#define UN_SIM_FORECAST_H

#include "sim/outcome.h"

/// Every change of the test part between two measured values is forecast once, from the window of the experiment's
/// length before it (which may reach into the training part). value: root mean square error in the series' unit;
/// baseline: of persistence, "it stays as it is". Errors: UN_ERROR_MEMORY, *out untouched.
un_Status un_forecast_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error);
double un_forecast_memory(const un_Experiment *experiment, int lane);

#endif
