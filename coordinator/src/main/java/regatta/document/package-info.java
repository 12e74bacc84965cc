/**
 * Documents for people. A {@link regatta.document.Document} has headings, paragraphs, tables and
 * pictures. Other classes write it as text for a terminal, as Markdown or as HTML.
 *
 * <p>Everything here is a pure function of its arguments and knows neither jobs nor comparisons.
 */
@NullMarked
package regatta.document;

import org.jspecify.annotations.NullMarked;
