package regatta.workload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text in a spec or an output that may be a signed URL. Answers and reports show the URL
 * without those values of its query whose names suggest that they grant access, such as a signature
 * or a token. The store and the tasks have the whole URL.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface SignedUrl {}
