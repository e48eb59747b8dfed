// Vectors of LANES elements, for processors.

#include "product.cl"

#ifndef LANES
#define LANES 16
#endif

#define JOINED(a, b) a##b
#define JOIN(a, b) JOINED(a, b)
#define VECTOR JOIN(REAL, LANES)
#define LOAD JOIN(vload, LANES)
#define STORE JOIN(vstore, LANES)
