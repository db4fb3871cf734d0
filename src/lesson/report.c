#include "lesson/report.h"

#include "base/catalog.h"

void un_report(un_Reports *reports, bool warning, const un_Error *error) {
    if (un_reports_full(reports)) return;
    if (warning) {
        reports->warnings++;
    } else if (reports->errors++ == 0) {
        reports->first = *error;
    }
    if (error->code == UN_ERROR_MEMORY) reports->first = *error;
    if (reports->tell) reports->tell(reports->context, warning, error);
}

void un_report_memory(un_Reports *reports, const char *name) {
    un_Error error = {0};
    un_error_set(&error, UN_ERROR_MEMORY, name, 0, 0, "%s", _("not enough memory"));
    un_report(reports, false, &error);
}

bool un_reports_full(const un_Reports *reports) {
    return reports->first.code == UN_ERROR_MEMORY || reports->errors + reports->warnings >= UN_REPORTS_MAX;
}
