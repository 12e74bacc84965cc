/**
 * The extension point: a workload says what to compute, how it splits into tasks, and how one task
 * runs; it knows nothing of slots, workers or the wire. {@link regatta.workload.Workload} is the
 * place to begin.
 *
 * <p>Workloads are found by {@link java.util.ServiceLoader}, one package a kind, and do not know
 * each other. A plug-in compiles against this package alone, which depends on the JDK alone.
 *
 * <h2>What stays compatible</h2>
 *
 * <p>A plug-in that was compiled against a version of this package runs unchanged with every later
 * version whose number begins with the same number (with the same two numbers while the first is
 * 0). Within these no type, method or constant goes away or changes its meaning, a new method of
 * {@link regatta.workload.Workload} has a default, and a record keeps its constructors. New
 * constants and new types of a sealed interface may come, so a plug-in switches over them with a
 * {@code default}. {@link regatta.workload.Workloads}, {@link regatta.workload.TypedSpec} and what
 * the built-in workloads share are Regatta's own side of this package, and no part of the promise.
 */
@NullMarked
package regatta.workload;

import org.jspecify.annotations.NullMarked;
