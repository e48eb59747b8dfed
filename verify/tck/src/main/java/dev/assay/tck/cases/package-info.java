/** Where cases come from: generators, domains, reject sets, one room per family. */
package dev.assay.tck.cases;
