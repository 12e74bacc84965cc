/** What is to be known of the machine that a JVM runs on, as far as its system tells. */
@NullMarked
package regatta.machine;

import org.jspecify.annotations.NullMarked;
