/** How this program's log looks; {@code logback.xml} names these classes. */
@NullMarked
package regatta.cli.log;

import org.jspecify.annotations.NullMarked;
