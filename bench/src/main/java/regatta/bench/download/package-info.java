/** Regatta's HTTP client beside two libraries, for the tool that measures downloaders. */
@NullMarked
package regatta.bench.download;

import org.jspecify.annotations.NullMarked;
