#!/usr/bin/env python3
"""A NumPy program that has itself judged.

    python3 docs/judge_numpy.py golden/vectors OTHER

reads the frozen cases of six operations, computes results and gradients with NumPy and writes them to
the folder OTHER. What it does not do it declares. Then

    ./assay vectors check golden/vectors --actual OTHER --class RN32/opencl \
        --ops add,exp,matmul,multiply,reduce_sum,tanh

gives the verdict.
"""

import json
import sys
from pathlib import Path

import numpy as np


def unbroadcast(g, shape):
    """The cotangent of an argument of that shape that was broadcast to the shape of g."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))), dtype=g.dtype)
    stretched = tuple(d for d, n in enumerate(shape) if n == 1)
    return g.sum(axis=stretched, keepdims=True, dtype=g.dtype)


def adjoint(x):
    return np.conj(np.swapaxes(x, -1, -2))


def matmul(attrs, a, b):
    a = np.swapaxes(a, -1, -2) if attrs["transpose_a"] else a
    b = np.swapaxes(b, -1, -2) if attrs["transpose_b"] else b
    return a @ b


def matmul_vjp(attrs, a, b, y, g):
    ta, tb = attrs["transpose_a"], attrs["transpose_b"]
    a2 = np.swapaxes(a, -1, -2) if ta else a
    b2 = np.swapaxes(b, -1, -2) if tb else b
    da, db = g @ adjoint(b2), adjoint(a2) @ g
    da = np.swapaxes(da, -1, -2) if ta else da
    db = np.swapaxes(db, -1, -2) if tb else db
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)


def axes(attrs, x):
    axis = attrs.get("axis")
    if axis is None:
        return tuple(range(x.ndim))
    return tuple(np.atleast_1d(axis).astype(int))


def reduce_sum(attrs, x):
    return x.sum(axis=axes(attrs, x), keepdims=attrs["keepdims"], dtype=x.dtype)


def reduce_sum_vjp(attrs, x, y, g):
    if not attrs["keepdims"]:
        g = np.expand_dims(g, tuple(d % x.ndim for d in axes(attrs, x)))
    return (np.broadcast_to(g, x.shape),)


# name: (results, gradients); NumPy's functions take the cotangent of TensorFlow: dy * conj(f'(z))
OPS = {
    "add": (
        lambda attrs, x, y: x + y,
        lambda attrs, x, y, z, g: (unbroadcast(g, x.shape), unbroadcast(g, y.shape)),
    ),
    "multiply": (
        lambda attrs, x, y: x * y,
        lambda attrs, x, y, z, g: (
            unbroadcast(g * np.conj(y), x.shape),
            unbroadcast(g * np.conj(x), y.shape),
        ),
    ),
    "exp": (
        lambda attrs, x: np.exp(x),
        lambda attrs, x, y, g: (g * np.conj(y),),
    ),
    "tanh": (
        lambda attrs, x: np.tanh(x),
        lambda attrs, x, y, g: (g * np.conj(1 - y * y),),
    ),
    "matmul": (matmul, matmul_vjp),
    "reduce_sum": (reduce_sum, reduce_sum_vjp),
}


class Vectors:
    """The cases of one operation."""

    def __init__(self, folder):
        self.folder = folder
        self.pools = {}
        self.cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["cases"]

    def tensor(self, t):
        """All numbers of a type lie in one array; a tensor is a piece of it."""
        if t["dtype"] not in self.pools:
            self.pools[t["dtype"]] = np.load(self.folder / (t["dtype"] + ".npy"))
        size = int(np.prod(t["shape"], dtype=int))
        return self.pools[t["dtype"]][t["at"] : t["at"] + size].reshape(t["shape"])


def main(vectors, other):
    np.seterr(all="ignore")  # special values are among the cases
    for op, (forward, vjp) in OPS.items():
        frozen = Vectors(vectors / op)
        (other / op).mkdir(parents=True, exist_ok=True)
        for case in frozen.cases:
            inputs = [frozen.tensor(t) for t in case["inputs"]]
            y = np.asarray(forward(case["attributes"], *inputs))
            np.save(other / op / case["results"][0]["file"], y)
            if "gradients" in case:
                g = frozen.tensor(case["cotangents"][0])
                for t, dx in zip(case["gradients"], vjp(case["attributes"], *inputs, y, g)):
                    np.save(other / op / t["file"], dx)
    unsupported = {"parts": {"product": "no derivatives of derivatives"}}
    (other / "unsupported.json").write_text(json.dumps(unsupported), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
