/**
 * The extension point. A workload says what to compute, how a job splits into tasks, and how one
 * task runs; a workload knows nothing of slots, workers or the wire. Begin with {@link
 * regatta.workload.Workload}.
 *
 * <p>{@link java.util.ServiceLoader} finds the workloads. Each kind has a package of its own and
 * knows no other kind. A plug-in compiles against this package alone, which depends on the JDK
 * alone.
 *
 * <h2>What stays compatible</h2>
 *
 * <p>A compiled plug-in runs unchanged with later versions of this package that have the same major
 * version. While the major version is 0, the minor version must be the same, too. Within these
 * versions no type, method or constant goes away or changes its meaning, a new method of {@link
 * regatta.workload.Workload} has a default, and a record keeps its constructors. A version may
 * bring new constants and new types of a sealed interface, so a plug-in's {@code switch} over such
 * constants or types needs a {@code default}. The promise does not cover Regatta's own side of this
 * package: {@link regatta.workload.Workloads}, {@link regatta.workload.TypedSpec} and what the
 * built-in workloads share.
 */
@NullMarked
package regatta.workload;

import org.jspecify.annotations.NullMarked;
