#include "canvas/block.h"
