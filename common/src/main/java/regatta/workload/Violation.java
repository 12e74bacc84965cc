package regatta.workload;

/**
 * One thing that is wrong with a spec.
 *
 * @param pointer JSON pointer (RFC 6901) to the field, relative to the workload object, such as
 *     {@code /targets/3}
 * @param detail says in words which limit or rule the field breaks
 */
public record Violation(String pointer, String detail) {}
