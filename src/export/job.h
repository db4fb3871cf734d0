/// A picture or a clip of the wave, made from a snapshot piece by piece, so that a window goes on meanwhile.
#ifndef UN_EXPORT_JOB_H
#define UN_EXPORT_JOB_H

#include "export/picture.h"

typedef struct un_Job un_Job;

/// Starts to write def's picture of context (scale 1; its wave is the moment of a still picture) to path; def->course and the rest of its
/// moment say nothing here. The context's snapshot and fonts are borrowed and must stay as they are. state: the text of un_state_write;
/// NULL: none; copied. Errors: UN_ERROR_VALUE (a size, a format that cannot be), UN_ERROR_FILE, UN_ERROR_MEMORY; returns NULL.
un_Job *un_job_start(const un_PictureDef *def, const un_ViewContext *context, const char *state, const char *path, un_Error *error);
/// Does a piece: one picture, or a look whether the encoder has ended. *progress: 0..1; 1: the file is whole under its name. Errors: nothing
/// is left behind; only un_job_drop remains.
un_Status un_job_step(un_Job *job, float *progress, un_Error *error);
/// Ends it, whole or not, and frees it. NULL is allowed.
void un_job_drop(un_Job *job);

/// What a picture of this kind will take, from what such pictures took: seconds and bytes, roughly.
void un_job_estimate(const un_PictureDef *def, un_Format format, int T, double *seconds, double *bytes);

#endif
