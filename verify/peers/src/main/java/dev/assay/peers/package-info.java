/** Other tensor libraries: what they compute, recorded, and what they say of our files. */
package dev.assay.peers;
