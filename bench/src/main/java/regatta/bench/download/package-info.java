/**
 * Benchmarks Regatta's HTTP client beside two libraries, and its downloads in every mode beside
 * curl.
 */
@NullMarked
package regatta.bench.download;

import org.jspecify.annotations.NullMarked;
