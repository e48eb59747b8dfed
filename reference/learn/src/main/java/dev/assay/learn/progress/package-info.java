/** How far a long training is, how fast it goes, and how long it will take. */
package dev.assay.learn.progress;
