package regatta.workload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text, or a list of texts, in a spec or an output that may contain a signed URL. Answers
 * and reports show a URL without those values of its query whose names suggest that they grant
 * access, such as a signature or a token. They show no password of a URL and no credential of an
 * {@code Authorization} header. The store and the tasks have the whole text.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface SignedUrl {}
