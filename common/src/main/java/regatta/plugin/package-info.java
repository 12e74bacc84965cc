/**
 * Finds workloads in jars that an operator puts into a folder.
 *
 * <p>Each jar, or folder of jars, is a plug-in with a class loader of its own. It sees the JDK, the
 * package {@code regatta.workload} and its own classes, so that two plug-ins may bring different
 * versions of a library. A plug-in that cannot be used costs a line in the log and nothing else.
 */
@NullMarked
package regatta.plugin;

import org.jspecify.annotations.NullMarked;
