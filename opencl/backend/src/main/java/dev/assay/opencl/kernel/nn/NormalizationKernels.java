package dev.assay.opencl.kernel.nn;

import dev.assay.engine.op.Call;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moments and normalisations. */
public final class NormalizationKernels implements KernelFamily {
  private static Applied batchNormalization(Call call, List<Term> x) {
    double epsilon = call.attrs().number("variance_epsilon");
    Applied y = Formulas.standardized(x.get(0), x.get(1), x.get(2), epsilon);
    y = x.size() > 4 ? Formulas.multiply(y, x.get(4)) : y;
    return x.size() > 3 ? Formulas.add(y, x.get(3)) : y;
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("moments", new Moments());
    ops.put("weighted_moments", new Moments());
    ops.put("batch_normalization", Pointwise.of(NormalizationKernels::batchNormalization));
    ops.put("fused_batch_norm", FusedBatchNorm.forward());
    ops.put("fused_batch_norm_grad", FusedBatchNorm.gradient());
    ops.put("layer_normalization", Normalization.layer());
    ops.put("instance_normalization", Normalization.instance());
    ops.put("group_normalization", Normalization.group());
    ops.put("group_mean", Normalization.groupMean());
    ops.put("l2_normalize", Clipping.l2Normalize());
    ops.put("clip_by_norm", Clipping.byNorm());
    ops.put("clip_by_global_norm", new Clipping.ByGlobalNorm());
    ops.put("local_sum", LocalResponse.sum());
    ops.put("local_response_normalization", LocalResponse.normalization());
    ops.put("local_response_normalization_grad", LocalResponse.gradient());
    return ops;
  }
}
