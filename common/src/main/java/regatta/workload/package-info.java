/**
 * The extension point: a workload says what to compute, how it splits into tasks, and how one task
 * runs; it knows nothing of slots, workers or the wire.
 *
 * <p>Workloads are found by {@link java.util.ServiceLoader}, one package a kind, and do not know
 * each other.
 */
@NullMarked
package regatta.workload;

import org.jspecify.annotations.NullMarked;
