/**
 * Documents for people. A {@link regatta.document.Document} has headings, paragraphs, tables and
 * pictures. Other classes write a document as text for a terminal, as Markdown or as HTML.
 *
 * <p>Every method of this package is a pure function of its arguments, and no class knows what a
 * job or a comparison is.
 */
@NullMarked
package regatta.document;

import org.jspecify.annotations.NullMarked;
