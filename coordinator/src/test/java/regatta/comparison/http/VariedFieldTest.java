package regatta.comparison.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.workload.Field;
import regatta.workload.FieldType;

class VariedFieldTest {
    private final VariedField fields =
            new VariedField(
                    List.of(
                            field("text", FieldType.text()),
                            field("whole", FieldType.whole(0, 9)),
                            field("flag", FieldType.flag()),
                            field("time", FieldType.time(Duration.ZERO, Duration.ofHours(1))),
                            field("texts", FieldType.list(FieldType.text(), 0, 9)),
                            field("wholes", FieldType.list(FieldType.whole(0, 9), 0, 9)),
                            field(
                                    "urls",
                                    FieldType.list(
                                            FieldType.either(FieldType.text(), FieldType.group()),
                                            0,
                                            9)),
                            field(
                                    "group",
                                    FieldType.group(
                                            field("text", FieldType.text()),
                                            Field.secret("key", FieldType.text(), "A key.")))));

    private static Field field(String name, FieldType type) {
        return Field.optional(name, type, "Some.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text                | 5      | \"5\"",
                "workload.text       | true   | \"true\"",
                "group.text          | null   | null",
                "workload.group.text | 1      | \"1\"",
                "whole               | 5      | 5",
                "whole               | null   | null",
                "whole               | five   | \"five\"",
                "flag                | true   | true",
                "time                | PT1S   | \"PT1S\"",
                "texts               | 5      | [\"5\"]",
                "texts               | [\"a\"]  | [\"a\"]",
                "wholes              | 5      | [5]",
                "wholes              | [5, 6] | [5,6]",
                "urls                | a      | [\"a\"]",
                "urls                | [{}]   | [\"[{}]\"]",
                "unknown             | 5      | 5",
                "unknown             | five   | \"five\"",
            })
    void readsAValueByTheTypeOfItsField(String path, String text, String json) {
        assertThat(fields.value(path, text)).hasToString(json);
    }

    @Test
    void knowsWhatMayStandInTheNameOfAnArm() {
        assertThat(fields.isSecret("group.key")).isTrue();
        assertThat(fields.isSecret("workload.group.key")).isTrue();
        assertThat(fields.isSecret("group.key.below")).isTrue();
        assertThat(fields.isSecret("group.text")).isFalse();
        assertThat(fields.isList("wholes")).isTrue();
        assertThat(fields.isList("urls")).isFalse();
        assertThat(fields.isList("text")).isFalse();
    }
}
