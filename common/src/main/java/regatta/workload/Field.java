package regatta.workload;

import org.jspecify.annotations.Nullable;

/**
 * A field of a spec, as help, {@code GET /workloads} and the API's document describe it, and as
 * {@code --vary} reads its values.
 *
 * @param name as in JSON: that of the record's component, unless {@code JsonProperty} names it
 * @param byDefault the value of a field that is left out: a string, number, boolean or duration;
 *     null where there is none
 * @param secret whether its value is never shown; the record's component needs {@code
 *     JsonProperty.Access.WRITE_ONLY} as well, so a plug-in has no secret field
 * @param help one or two sentences
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        @Nullable Object byDefault,
        boolean secret,
        String help) {

    /** A field that a job must have. */
    public static Field required(String name, FieldType type, String help) {
        return new Field(name, type, true, null, false, help);
    }

    /** A field that a job may leave out. */
    public static Field optional(String name, FieldType type, String help) {
        return new Field(name, type, false, null, false, help);
    }

    /** A field that has a value in a job that leaves it out. */
    public static Field optional(String name, FieldType type, Object byDefault, String help) {
        return new Field(name, type, false, byDefault, false, help);
    }

    /** A field that a job may leave out, and that nobody is shown. */
    public static Field secret(String name, FieldType type, String help) {
        return new Field(name, type, false, null, true, help);
    }
}
