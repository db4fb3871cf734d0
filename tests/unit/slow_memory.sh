#!/bin/sh
# memory_step again, over 10,000 frames instead of 300.
UNROLL_FRAMES=10000 exec "$(dirname "${UNROLL_BIN:?path of the program}")/memory_step"
