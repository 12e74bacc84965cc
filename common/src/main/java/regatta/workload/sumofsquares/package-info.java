/**
 * Computes the exact sum of i² for 0 ≤ i &lt; n by visiting every i.
 *
 * <p>The workload cuts a range into aligned blocks. A {@link regatta.workload.sumofsquares.Kernel}
 * adds up one block in 64-bit words that cannot overflow, and adds these words to a sum of 128
 * bits. Between two blocks the workload checks for cancellation. Only the vector kernel's class
 * refers to the incubating module, so a JVM without that module runs the scalar kernel.
 */
@NullMarked
package regatta.workload.sumofsquares;

import org.jspecify.annotations.NullMarked;
