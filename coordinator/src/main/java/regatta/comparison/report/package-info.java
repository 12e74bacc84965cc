/**
 * Reports of comparisons: {@link regatta.document.Document}s for people, and CSV with the same
 * figures, not rounded.
 *
 * <p>Every method of this package is a pure function of its arguments.
 */
@NullMarked
package regatta.comparison.report;

import org.jspecify.annotations.NullMarked;
