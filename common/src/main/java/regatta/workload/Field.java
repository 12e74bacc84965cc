package regatta.workload;

import org.jspecify.annotations.Nullable;

/**
 * A field of a spec. The help of commands, {@code GET /workloads} and the API's document describe
 * the field, and {@code --vary} reads values of the field.
 *
 * @param name the field's name in JSON: the name of the record's component, unless {@code
 *     JsonProperty} gives another name
 * @param byDefault the value if a job leaves the field out: a string, number, boolean or duration;
 *     null if the field has no default value
 * @param secret whether the field's value is never shown. The record's component then also needs
 *     {@code JsonProperty.Access.WRITE_ONLY}, which a plug-in cannot use, so a plug-in has no
 *     secret field
 * @param help one or two sentences that describe the field
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        @Nullable Object byDefault,
        boolean secret,
        String help) {

    /** Creates a field that a job must have. */
    public static Field required(String name, FieldType type, String help) {
        return new Field(name, type, true, null, false, help);
    }

    /** Creates a field that a job may leave out. */
    public static Field optional(String name, FieldType type, String help) {
        return new Field(name, type, false, null, false, help);
    }

    /** Creates a field that has a default value, which counts if a job leaves the field out. */
    public static Field optional(String name, FieldType type, Object byDefault, String help) {
        return new Field(name, type, false, byDefault, false, help);
    }

    /** Creates a field that a job may leave out and whose value is never shown. */
    public static Field secret(String name, FieldType type, String help) {
        return new Field(name, type, false, null, true, help);
    }
}
