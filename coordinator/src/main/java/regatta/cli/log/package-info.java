/** Formats and filters this program's log; {@code logback.xml} names these classes. */
@NullMarked
package regatta.cli.log;

import org.jspecify.annotations.NullMarked;
