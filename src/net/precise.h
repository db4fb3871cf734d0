// For the sources of this folder that are compiled twice (UN_BUILD_PRECISION 32 and 64, see CMakeLists.txt): everything
// public in both precisions first, then un_real, UN_P and UN_C of the one being built.
#ifndef UN_NET_PRECISE_H
#define UN_NET_PRECISE_H

#include "net/model.h"

#define UN_PRECISION UN_BUILD_PRECISION
#include "num/precision.h"

#endif
