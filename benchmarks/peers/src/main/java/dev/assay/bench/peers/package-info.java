/** Other tensor libraries, timed at the same work in the same run. */
package dev.assay.bench.peers;
