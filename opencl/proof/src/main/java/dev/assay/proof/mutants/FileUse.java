package dev.assay.proof.mutants;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.mutants.SourceMutant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which operations use which file, so that between them every kernel of it runs. */
final class FileUse {
  private static final Map<String, List<String>> OPS = new TreeMap<>();

  /** Files of functions, one for each operation of the same name. */
  private static final List<String> FUNCTIONS =
      List.of("reals.cl", "integers.cl", "activations.cl", "train.cl");

  private static final Pattern FUNCTION = Pattern.compile("^(?:T|void) FN\\((\\w+)\\)\\(");

  /** The operations of functions that have another name or are parts of others. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "neg", List.of("negative"),
          "safe", List.of("floordiv", "floormod"),
          "greater_of", List.of("apply_ada_max", "apply_proximal_gradient_descent"),
          "shrunk", List.of("apply_proximal_gradient_descent", "apply_ftrl"),
          "rate_power", List.of("apply_ftrl"));

  static {
    use("activations.cl", "relu", "sigmoid", "elu", "softplus", "gelu", "selu", "swish");
    use("argmax.cl", "argmax", "argmin");
    use("avg_pool.cl", "avg_pool", "avg_pool3d", "avg_pool_grad", "avg_pool3d_grad");
    use("broadcast.cl", "broadcast_to", "broadcast_like");
    use("categorical.cl", "stateless_categorical", "categorical");
    use("cells.cl", "reduce_sum", "reduce_max", "reduce_variance");
    use("compact.cl", "boolean_mask", "where");
    use("contraction.cl", "einsum", "tensordot");
    use("conv.cl", "conv2d", "conv3d", "conv2d_backprop_input", "conv2d_backprop_filter");
    use("conv_element.cl", "conv2d", "conv3d", "conv2d_backprop_input", "conv2d_backprop_filter");
    use("conv_filter_packed.cl", "conv2d_backprop_filter", "conv3d_backprop_filter");
    use("conv_filter_sum.cl", "conv2d_backprop_filter", "conv3d_backprop_filter");
    use("conv_filter_tiled.cl", "conv2d_backprop_filter", "conv3d_backprop_filter");
    use("conv_grid.cl", "conv2d", "conv3d", "conv2d_backprop_input", "conv2d_backprop_filter");
    use("conv_layout.cl", "conv2d", "conv2d_backprop_input", "conv2d_backprop_filter");
    use("conv_packed.cl", "conv2d", "conv3d", "conv2d_backprop_input");
    use("conv_tiled.cl", "conv2d", "conv3d", "conv2d_backprop_input");
    use("copy.cl", "transpose", "pad", "slice", "concat", "roll", "tile");
    use(
        "cross_entropy.cl",
        "softmax_cross_entropy_with_logits",
        "sparse_softmax_cross_entropy_with_logits");
    use("crelu.cl", "crelu");
    use("cross.cl", "cross");
    use(
        "depthwise.cl",
        "depthwise_conv2d",
        "depthwise_conv2d_backprop_input",
        "depthwise_conv2d_backprop_filter");
    use("dropout.cl", "dropout");
    use("elementwise.cl", "add", "multiply", "abs", "less", "where");
    use("extract_patches.cl", "extract_patches", "extract_patches_grad");
    use("extremes.cl", "reduce_max", "reduce_min", "reduce_logsumexp", "norm");
    use("fill.cl", "zeros", "ones_like", "fill", "trace_grad");
    use("fold.cl", "pad_grad", "tile_grad", "trace");
    use("gather.cl", "gather", "gather_nd", "embedding_lookup");
    use("in_top_k.cl", "in_top_k");
    use("integers.cl", "add", "multiply", "floordiv", "floormod", "pow");
    use("lines.cl", "softmax", "log_softmax", "softmax_cross_entropy_with_logits");
    use("local_response.cl", "local_response_normalization", "local_response_normalization_grad");
    use("local_sum.cl", "local_sum");
    use("local_tile.cl", "matmul", "conv2d", "conv2d_backprop_filter");
    use("make.cl", "one_hot", "sequence_mask", "range", "linspace", "matrix_band_part");
    use("matmul.cl", "matmul", "matvec", "outer");
    use("matmul_packed.cl", "matmul", "tensordot");
    use("matmul_tiled.cl", "matmul", "tensordot");
    use(
        "max_pool.cl",
        "max_pool",
        "max_pool3d",
        "max_pool_grad",
        "max_pool3d_grad",
        "max_pool_grad_grad",
        "max_pool3d_grad_grad");
    use(
        "max_pool_with_argmax.cl",
        "max_pool_with_argmax",
        "max_pool_grad_with_argmax",
        "max_pool_grad_grad_with_argmax");
    use("one_hot_like.cl", "one_hot_like");
    use("order.cl", "sort", "argsort", "unique");
    use("philox.cl", "stateless_random_uniform", "dropout");
    use("product.cl", "matmul", "conv2d");
    use(
        "random.cl",
        "stateless_random_uniform",
        "stateless_random_uniform_int",
        "stateless_random_normal",
        "stateless_truncated_normal",
        "random_shuffle");
    use("reals.cl", "add", "floordiv", "floormod", "pow", "exp");
    use("recurrence.cl", "linear_recurrence");
    use("reduce.cl", "reduce_sum", "reduce_max", "reduce_variance", "reduce_prod");
    use("register_block.cl", "matmul", "conv2d", "conv2d_backprop_filter");
    use("scan.cl", "cumsum", "cumprod");
    use("scatter.cl", "scatter_nd", "tensor_scatter_add", "gather_grad", "gather_nd_grad");
    use("segment_sum.cl", "segment_sum", "unsorted_segment_sum");
    use("softmax.cl", "softmax", "log_softmax");
    use("sort.cl", "sort", "argsort", "top_k");
    use("sparse_cross_entropy.cl", "sparse_softmax_cross_entropy_with_logits");
    use("train.cl", "apply_adam", "apply_proximal_adagrad", "apply_ftrl", "apply_ada_max");
    use("unique.cl", "unique");
    use("vector.cl", "matmul", "conv2d_backprop_filter", "depthwise_conv2d");
    use("vectors.cl", "add", "multiply", "maximum");
    use("window.cl", "max_pool", "max_pool3d", "max_pool_grad", "avg_pool", "avg_pool_grad");
  }

  private FileUse() {}

  private static void use(String file, String... ops) {
    OPS.put(file, List.of(ops));
  }

  /** The files, sorted. */
  static List<String> files() {
    return List.copyOf(OPS.keySet());
  }

  /** The operations that run the place of a mutant. */
  static List<String> ops(SourceMutant mutant) {
    if (!FUNCTIONS.contains(mutant.file())) {
      return OPS.get(mutant.file());
    }
    TreeSet<String> known =
        OpRegistry.all().stream().map(Op::name).collect(Collectors.toCollection(TreeSet::new));
    List<String> lines =
        Arrays.asList(KernelTexts.read(mutant.file()).split("\n", -1)).subList(0, mutant.line());
    for (int l = lines.size() - 1; l >= 0; l--) {
      Matcher function = FUNCTION.matcher(lines.get(l));
      if (function.find()) {
        return named(function.group(1), known, OPS.get(mutant.file()));
      }
    }
    return OPS.get(mutant.file());
  }

  /** The operation of a function, whose name may end in the case that it is for. */
  private static List<String> named(String function, Set<String> known, List<String> fallback) {
    if (OTHER_NAMES.containsKey(function)) {
      return OTHER_NAMES.get(function);
    }
    for (String name = function; ; name = name.substring(0, name.lastIndexOf('_'))) {
      if (known.contains(name)) {
        return List.of(name);
      }
      if (!name.contains("_")) {
        return fallback;
      }
    }
  }
}
