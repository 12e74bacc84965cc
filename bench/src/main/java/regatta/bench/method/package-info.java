/**
 * Benchmarks the statistics that judge comparisons. It makes up thousands of comparisons with known
 * true times, and counts how often the verdict is right.
 */
@NullMarked
package regatta.bench.method;

import org.jspecify.annotations.NullMarked;
