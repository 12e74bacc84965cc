/** Tests of the worker. */
@NullMarked
package regatta.worker;

import org.jspecify.annotations.NullMarked;
