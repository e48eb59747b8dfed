package dev.assay.programs;

/** Hears how far training is. */
public interface Progress {
  /** Hears nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(long done, long total) {}

        @Override
        public void step(long done, double loss) {}
      };

  /**
   * Training begins.
   *
   * @param done steps that were made before, by the run that is continued
   * @param total all steps; −1 if that is not known
   */
  void begin(long done, long total);

  /**
   * A step was made.
   *
   * @param done all steps so far
   * @param loss before the step, of its batch
   */
  void step(long done, double loss);
}
