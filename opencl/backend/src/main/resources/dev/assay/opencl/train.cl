// Steps of optimizers: those of dev.assay.engine.ops.train, same names and formulas.
//
// Included once for each REAL. A function is given one element of the variable and of its slots,
// which it changes, then the scalars and the gradient in the order of the operation's inputs. Each
// operation rounds once; squares and averages are written as the Java loops have them. Error bound:
// the running error of the formula with those roundings.

#define T VEC(REAL)
#define FN(name) JOIN(name##_, REAL)

// NaN if either is NaN.
T FN(greater_of)(T x, T y) { return ((x >= y) | isnan(x)) ? x : y; }

// sign(x) max(|x| - threshold, 0); zeros keep their sign.
T FN(shrunk)(T x, T threshold) {
  const T sign = x > (T)0 ? (T)1 : x < (T)0 ? (T)-1 : x;
  return sign * FN(greater_of)(fabs(x) - threshold, (T)0);
}

// x^exponent; x^(1/2) is the square root.
T FN(rate_power)(T x, T exponent) {
  return ANY(exponent != (T)(REAL)0.5) ? POW(x, exponent) : sqrt(x);
}

// Adam's rate: lr sqrt(1 - beta2^t) / (1 - beta1^t).
T FN(adam_rate)(T beta1_power, T beta2_power, T lr) {
  return lr * sqrt((T)1 - beta2_power) / ((T)1 - beta1_power);
}

void FN(apply_gradient_descent)(T* var, T alpha, T delta) { *var -= delta * alpha; }

void FN(apply_momentum)(T* var, T* accum, T lr, T grad, T momentum) {
  *accum = *accum * momentum + grad;
  *var -= *accum * lr;
}

void FN(apply_momentum_nesterov)(T* var, T* accum, T lr, T grad, T momentum) {
  *accum = *accum * momentum + grad;
  *var -= grad * lr + *accum * momentum * lr;
}

void FN(apply_adagrad)(T* var, T* accum, T lr, T grad) {
  *accum += grad * grad;
  *var -= grad * lr / sqrt(*accum);
}

void FN(apply_adagrad_fixed)(T* var, T* accum, T lr, T grad) { *var -= grad * lr / sqrt(*accum); }

void FN(apply_adagrad_da)(
    T* var, T* gradient_accumulator, T* gradient_squared_accumulator, T grad, T lr, T l1, T l2,
    T global_step) {
  *gradient_accumulator += grad;
  *gradient_squared_accumulator += grad * grad;
  *var = -lr * FN(shrunk)(*gradient_accumulator, global_step * l1)
      / (l2 * (global_step * lr) + sqrt(*gradient_squared_accumulator));
}

void FN(apply_adadelta)(T* var, T* accum, T* accum_update, T lr, T rho, T epsilon, T grad) {
  *accum = *accum * rho + grad * grad * ((T)1 - rho);
  const T step = sqrt(*accum_update + epsilon) / sqrt(*accum + epsilon) * grad;
  *var -= step * lr;
  *accum_update = *accum_update * rho + step * step * ((T)1 - rho);
}

void FN(apply_rms_prop)(T* var, T* ms, T* mom, T lr, T rho, T momentum, T epsilon, T grad) {
  *ms += (grad * grad - *ms) * ((T)1 - rho);
  *mom = *mom * momentum + grad * lr / sqrt(*ms + epsilon);
  *var -= *mom;
}

void FN(apply_centered_rms_prop)(
    T* var, T* mg, T* ms, T* mom, T lr, T rho, T momentum, T epsilon, T grad) {
  *mg += (grad - *mg) * ((T)1 - rho);
  *ms += (grad * grad - *ms) * ((T)1 - rho);
  *mom = *mom * momentum + grad * lr / sqrt(*ms - *mg * *mg + epsilon);
  *var -= *mom;
}

void FN(apply_adam)(
    T* var, T* m, T* v, T beta1_power, T beta2_power, T lr, T beta1, T beta2, T epsilon, T grad) {
  *m += (grad - *m) * ((T)1 - beta1);
  *v += (grad * grad - *v) * ((T)1 - beta2);
  *var -= *m * FN(adam_rate)(beta1_power, beta2_power, lr) / (sqrt(*v) + epsilon);
}

void FN(apply_adam_nesterov)(
    T* var, T* m, T* v, T beta1_power, T beta2_power, T lr, T beta1, T beta2, T epsilon, T grad) {
  *m += (grad - *m) * ((T)1 - beta1);
  *v += (grad * grad - *v) * ((T)1 - beta2);
  const T ahead = grad * ((T)1 - beta1) + beta1 * *m;
  *var -= ahead * FN(adam_rate)(beta1_power, beta2_power, lr) / (sqrt(*v) + epsilon);
}

void FN(apply_ada_max)(
    T* var, T* m, T* v, T beta1_power, T lr, T beta1, T beta2, T epsilon, T grad) {
  *m += (grad - *m) * ((T)1 - beta1);
  *v = FN(greater_of)(beta2 * *v, fabs(grad));
  *var -= lr / ((T)1 - beta1_power) * (*m / (*v + epsilon));
}

void FN(apply_adam_with_amsgrad)(
    T* var, T* m, T* v, T* vhat, T beta1_power, T beta2_power, T lr, T beta1, T beta2, T epsilon,
    T grad) {
  *m += (grad - *m) * ((T)1 - beta1);
  *v += (grad * grad - *v) * ((T)1 - beta2);
  *vhat = FN(greater_of)(*vhat, *v);
  *var -= *m * FN(adam_rate)(beta1_power, beta2_power, lr) / (sqrt(*vhat) + epsilon);
}

void FN(apply_adam_w)(
    T* var, T* m, T* v, T beta1_power, T beta2_power, T lr, T beta1, T beta2, T epsilon,
    T weight_decay, T grad) {
  *m += (grad - *m) * ((T)1 - beta1);
  *v += (grad * grad - *v) * ((T)1 - beta2);
  *var -= weight_decay * *var;
  *var -= *m * FN(adam_rate)(beta1_power, beta2_power, lr) / (sqrt(*v) + epsilon);
}

void FN(apply_proximal_gradient_descent)(T* var, T alpha, T l1, T l2, T delta) {
  *var = FN(shrunk)(*var - delta * alpha, alpha * l1) / ((T)1 + l2 * alpha);
}

void FN(apply_proximal_adagrad)(T* var, T* accum, T lr, T l1, T l2, T grad) {
  *accum += grad * grad;
  const T r = lr / sqrt(*accum);
  *var = FN(shrunk)(*var - grad * r, r * l1) / ((T)1 + l2 * r);
}

void FN(apply_ftrl)(
    T* var, T* accum, T* linear, T grad, T lr, T l1, T l2, T l2_shrinkage, T lr_power) {
  const T before = FN(rate_power)(*accum, -lr_power);
  *accum += grad * grad;
  const T now = FN(rate_power)(*accum, -lr_power);
  *linear += grad + (T)2 * l2_shrinkage * *var - (now - before) / lr * *var;
  const T step = -FN(shrunk)(*linear, l1) / (now / lr + (T)2 * l2);
  *var = fabs(*linear) > l1 ? step : (T)0;
}

#undef T
#undef FN
