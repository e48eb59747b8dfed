/** Windows that slide over spatial axes: convolutions, pools, patches. */
package dev.assay.engine.ops.window;
