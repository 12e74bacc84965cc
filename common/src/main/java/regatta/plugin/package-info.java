/**
 * Finds workloads in jars that an operator puts into a folder.
 *
 * <p>Each jar, or folder of jars, is a plug-in with a class loader of its own. That loader sees the
 * JDK, the package {@code regatta.workload} and the plug-in's own classes, so two plug-ins may
 * bring different versions of a library. If a plug-in cannot be used, Regatta logs a line and runs
 * without the plug-in.
 */
@NullMarked
package regatta.plugin;

import org.jspecify.annotations.NullMarked;
