/**
 * Measures the machine and the JVM of a node: the cores that it may use, how long threads had none,
 * and what the JVM as a whole used. Figures that a system does not tell are absent or −1.
 */
@NullMarked
package regatta.machine;

import org.jspecify.annotations.NullMarked;
