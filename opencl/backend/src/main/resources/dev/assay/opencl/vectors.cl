// What the elementwise kernels and their functions are written with.
//
// A work-item computes WIDTH elements, which lie in one vector: 1 on graphics processors, whose
// work-items run in step; 16 on processors, where a vector is one or two registers and OpenCL's
// functions of vectors are many times as fast as those of scalars. The same functions compute all
// elements of a tensor, the last ones included: equal arguments give equal bits wherever they stand.

#ifndef WIDTH
#define WIDTH 1
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

// VEC(float): WIDTH floats. CONVERT(float, x): x element by element as floats, rounded to nearest.
#if WIDTH == 1
#define VEC(type) type
#else
#define VEC(type) JOIN(type, WIDTH)
#endif
// AS(int, x): the bits of x as ints.
#define CONVERT(type, x) JOIN(convert_, VEC(type))(x)
#define AS(type, x) JOIN(as_, VEC(type))(x)

// Truth values are bytes, 0 or 1; the result of a relation is 1 for one number, -1 for vectors.
#define BOOL VEC(uchar)
#if WIDTH == 1
#define TRUTH(relation) ((uchar)(relation))
#else
#define TRUTH(relation) CONVERT(uchar, -(relation))
#endif

// Whether a relation holds for one of the elements.
#if WIDTH == 1
#define ANY(relation) (relation)
#else
#define ANY(relation) any(relation)
#endif

// f(x) where f of vectors is right only for elements of one kind at a time: those that are odd are
// set apart, and in the place of either kind stands a number of the other meanwhile. Seen in PoCL
// 3.1, whose functions branch for a vector as a whole; of single numbers f is right.
#if WIDTH == 1
#define APART(f, x, odd, usual, unusual) f(x)
#else
#define APART(f, x, odd, usual, unusual) \
  ((odd) ? (any(odd) ? f((odd) ? (x) : (unusual)) : (x)) : f((odd) ? (usual) : (x)))
#endif

// WIDTH elements from x on, of which only count are there: 1 stands for those that are not, for an
// integer is divided by none but 0. And back.
#if WIDTH == 1
#define LOAD(type, x, count) (*(x))
#define STORE(type, z, count, value) (*(z) = (value))
#define MOVES(type)
#else
#define LOAD(type, x, count) \
  ((count) >= WIDTH ? JOIN(vload, WIDTH)(0, x) : some_##type(x, count))
#define STORE(type, z, count, value) store_##type(z, count, value)
#define MOVES(type)                                                   \
  VEC(type) some_##type(global const type* x, const uint count) {     \
    type v[WIDTH];                                                    \
    for (uint k = 0; k < WIDTH; k++) {                                \
      v[k] = k < count ? x[k] : 1;                                    \
    }                                                                 \
    return JOIN(vload, WIDTH)(0, v);                                  \
  }                                                                   \
  void store_##type(global type* z, const uint count, VEC(type) all) { \
    if (count >= WIDTH) {                                             \
      JOIN(vstore, WIDTH)(all, 0, z);                                 \
    } else {                                                          \
      type v[WIDTH];                                                  \
      JOIN(vstore, WIDTH)(all, 0, v);                                 \
      for (uint k = 0; k < count; k++) {                              \
        z[k] = v[k];                                                  \
      }                                                               \
    }                                                                 \
  }
#endif

// The dimensions of a tensor, or the strides of its elements along them.
#define MAX_RANK 8
typedef struct {
  uint d[MAX_RANK];
} Extent;

// Where element i of a tensor of shape dim stands in an operand with these strides: the inner
// product of the coordinates of i with the strides. A stride of 0 repeats elements.
uint place(uint i, const int rank, const Extent dim, const Extent stride) {
  uint at = 0;
  for (int d = rank - 1; d > 0; d--) {
    at += i % dim.d[d] * stride.d[d];
    i /= dim.d[d];
  }
  return rank > 0 ? at + i * stride.d[0] : 0;
}

// WIDTH elements from place i of the result on, element by element.
#if WIDTH == 1
#define GATHER(type, x, i, count, rank, dim, stride) ((x)[place(i, rank, dim, stride)])
#define GATHERS(type)
#else
#define GATHER(type, x, i, count, rank, dim, stride) \
  gather_##type(x, i, count, rank, dim, stride)
#define GATHERS(type)                                                                      \
  VEC(type) gather_##type(                                                                 \
      global const type* x, const uint i, const uint count, const int rank, const Extent dim, \
      const Extent stride) {                                                               \
    type v[WIDTH];                                                                         \
    for (uint k = 0; k < WIDTH; k++) {                                                     \
      v[k] = k < count ? x[place(i + k, rank, dim, stride)] : 1;                           \
    }                                                                                      \
    return JOIN(vload, WIDTH)(0, v);                                                       \
  }
#endif

// Elements c, c + 1, ... of a row that repeats one element (step 0) or holds them all (step 1).
#define ROW(type, x, c, step, count) \
  ((step) == 0 ? (VEC(type))(*(x)) : LOAD(type, (x) + (c), count))
