package regatta.workload;

import java.time.Duration;
import java.util.List;

/**
 * The contents that a {@link Field} may have: the form of the field's JSON and the field's limits.
 * Both ends of a range are allowed.
 */
public sealed interface FieldType {

    /**
     * A string.
     *
     * @param choices the only strings that are allowed; empty if every string is allowed
     */
    record Text(List<String> choices) implements FieldType {
        public Text {
            choices = List.copyOf(choices);
        }
    }

    /** An integer. */
    record Whole(long least, long most) implements FieldType {}

    /** A number that may have a fraction. */
    record Decimal(double least, double most) implements FieldType {}

    /** {@code true} or {@code false}. */
    record Flag() implements FieldType {}

    /** A {@link Duration}. In JSON a duration is an ISO-8601 string such as {@code PT0.5S}. */
    record Time(Duration least, Duration most) implements FieldType {}

    /**
     * An array.
     *
     * @param each the type of each entry
     * @param least the smallest number of entries
     * @param most the largest number of entries
     */
    record Entries(FieldType each, long least, long most) implements FieldType {}

    /** An object with the given fields and no other field. */
    record Group(List<Field> fields) implements FieldType {
        public Group {
            fields = List.copyOf(fields);
        }
    }

    /**
     * An object whose names the client chooses, such as headers. The component of the spec's record
     * is a map whose keys are strings.
     */
    record Named(FieldType each) implements FieldType {}

    /**
     * A value of any one of the given types. The first type is the shortest way to write the value.
     */
    record Either(List<FieldType> types) implements FieldType {
        public Either {
            types = List.copyOf(types);
        }
    }

    static FieldType text() {
        return new Text(List.of());
    }

    static FieldType choice(String... choices) {
        return new Text(List.of(choices));
    }

    static FieldType whole(long least, long most) {
        return new Whole(least, most);
    }

    static FieldType decimal(double least, double most) {
        return new Decimal(least, most);
    }

    static FieldType flag() {
        return new Flag();
    }

    static FieldType time(Duration least, Duration most) {
        return new Time(least, most);
    }

    static FieldType list(FieldType each, long least, long most) {
        return new Entries(each, least, most);
    }

    static FieldType group(Field... fields) {
        return new Group(List.of(fields));
    }

    static FieldType named(FieldType each) {
        return new Named(each);
    }

    static FieldType either(FieldType... types) {
        return new Either(List.of(types));
    }
}
