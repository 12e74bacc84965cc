package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import regatta.workload.Field;
import regatta.workload.FieldType;

/** What is said of a field, as a schema and in words. */
class FieldSchemasTest {
    static Stream<Arguments> types() {
        return Stream.of(
                type(FieldType.text(), "text", "{'type':'string'}"),
                type(
                        FieldType.choice("a", "b"),
                        "one of a, b",
                        "{'type':'string','enum':['a','b']}"),
                type(
                        FieldType.whole(1, 2_000_000),
                        "whole number from 1 to 2,000,000",
                        "{'type':'integer','minimum':1,'maximum':2000000}"),
                type(
                        FieldType.whole(1, Long.MAX_VALUE),
                        "whole number, at least 1",
                        "{'type':'integer','minimum':1}"),
                type(
                        FieldType.decimal(0, 0.5),
                        "number from 0.0 to 0.5",
                        "{'type':'number','minimum':0.0,'maximum':0.5}"),
                type(
                        FieldType.decimal(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                        "number",
                        "{'type':'number'}"),
                type(FieldType.flag(), "true or false", "{'type':'boolean'}"),
                type(
                        FieldType.time(Duration.ZERO, Duration.ofHours(1)),
                        "duration from PT0S to PT1H",
                        "{'type':'string','pattern':'^P'}"),
                type(
                        FieldType.list(FieldType.flag(), 0, 9),
                        "list of 0 to 9, each true or false",
                        "{'type':'array','minItems':0,'maxItems':9,'items':{'type':'boolean'}}"),
                type(
                        FieldType.named(FieldType.text()),
                        "object, each field text",
                        "{'type':'object','additionalProperties':{'type':'string'}}"),
                type(
                        FieldType.either(
                                FieldType.text(),
                                FieldType.group(
                                        Field.required("at", FieldType.text(), "Where."),
                                        Field.optional("on", FieldType.flag(), true, "Whether."),
                                        Field.secret("key", FieldType.choice("x"), "What."))),
                        "text or object with at, on, key",
                        """
                        {'anyOf':[{'type':'string'},{'type':'object','required':['at'],'properties':{
                        'at':{'type':'string','description':'Where.'},
                        'on':{'type':['boolean','null'],'description':'Whether.','default':true},
                        'key':{'type':['string','null'],'enum':['x',null],'description':'What.',
                        'writeOnly':true}},'additionalProperties':false}]}\
                        """));
    }

    private static Arguments type(FieldType type, String words, String schema) {
        return Arguments.of(words, type, schema.replace('\'', '"').replace("\n", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void describesEachType(String words, FieldType type, String schema) {
        assertThat(FieldTexts.type(type)).isEqualTo(words);
        assertThat(FieldSchemas.schema(type)).hasToString(schema);
    }
}
