/**
 * The sum of i² for 0 ≤ i &lt; n, exact, by visiting every i.
 *
 * <p>A range is cut into aligned blocks. A {@link regatta.workload.sumofsquares.Kernel} adds one
 * block in 64-bit words that cannot overflow and hands back 128 bits; between blocks the workload
 * looks whether it is to stop. Only the vector kernel's class refers to the incubating module, so
 * that a JVM without it runs the scalar one.
 */
@NullMarked
package regatta.workload.sumofsquares;

import org.jspecify.annotations.NullMarked;
