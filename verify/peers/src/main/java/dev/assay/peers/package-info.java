/** Other tensor libraries as backends under test; empty until the first is plugged in. */
package dev.assay.peers;
