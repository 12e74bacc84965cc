/**
 * The benchmark of the method by which comparisons are judged: thousands of comparisons whose truth
 * is known, because their times are made up.
 */
@NullMarked
package regatta.bench.method;

import org.jspecify.annotations.NullMarked;
