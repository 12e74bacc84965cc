/**
 * What {@code regatta compare} does: plans rounds, runs each as an ordinary job of a coordinator
 * that it may have started itself, checks every output, and writes the report.
 */
@NullMarked
package regatta.cli.compare;

import org.jspecify.annotations.NullMarked;
