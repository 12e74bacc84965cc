/** Tests of the handlers: what is recorded, what is said of it, and a service under load. */
@NullMarked
package regatta.workload.handlers;

import org.jspecify.annotations.NullMarked;
