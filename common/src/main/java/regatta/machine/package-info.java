/**
 * Measures the machine and the JVM of a node: the cores that the node may use, how long threads
 * waited for a core, and what the whole JVM used. A figure that the system does not tell is absent
 * or −1.
 */
@NullMarked
package regatta.machine;

import org.jspecify.annotations.NullMarked;
