package regatta.workload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text in a spec or an output that may be a signed URL. Answers and reports leave out a
 * value of the URL's query if the value's name suggests that the value grants access, as a
 * signature or an access token does. The store and the tasks have the whole URL.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface SignedUrl {}
