package regatta.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Compares what a workload says of its specs with what its specs do. */
public final class ContractCheck {
    private final ObjectMapper json;

    /** Reads specs with this. */
    public ContractCheck(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Checks a workload.
     *
     * @param least a spec with only the fields that it must have, which passes the workload's check
     */
    public void check(Workload<?, ?, ?, ?> workload, String least) throws JsonProcessingException {
        ObjectNode spec = (ObjectNode) json.readTree(least);
        assertThat(violations(workload, spec)).isEmpty();
        assertThat(TypedSpec.of(workload, read(workload, spec)).title()).isNotBlank();
        namesAreThoseOfTheRecord(workload);
        listsHaveAField(workload);
        for (Field field : workload.fields()) {
            assertThat(field.help()).as(field.name()).endsWith(".");
            assertThat(spec.has(field.name())).as(field.name()).isEqualTo(field.required());
            if (field.byDefault() != null) {
                ObjectNode said = spec.deepCopy();
                said.set(field.name(), json.valueToTree(field.byDefault()));
                assertThat(read(workload, said)).isEqualTo(read(workload, spec));
            }
            limitsHold(workload, spec, field);
        }
    }

    private static void namesAreThoseOfTheRecord(Workload<?, ?, ?, ?> workload) {
        assertThat(workload.fields())
                .extracting(Field::name)
                .containsExactlyElementsOf(
                        Arrays.stream(workload.specType().getRecordComponents())
                                .map(ContractCheck::nameInJson)
                                .toList());
    }

    private static String nameInJson(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null || given.value().isEmpty() ? component.getName() : given.value();
    }

    private static void listsHaveAField(Workload<?, ?, ?, ?> workload) {
        workload.specList()
                .ifPresent(list ->
                        assertThat(workload.fields())
                                .anySatisfy(field -> {
                                    assertThat(field.name()).isEqualTo(list.field());
                                    assertThat(field.type()).isInstanceOf(FieldType.Entries.class);
                                }));
        workload.outputList()
                .ifPresent(list ->
                        assertThat(workload.outputType().getRecordComponents())
                                .extracting(RecordComponent::getName)
                                .contains(list.field()));
    }

    private void limitsHold(Workload<?, ?, ?, ?> workload, ObjectNode spec, Field field)
            throws JsonProcessingException {
        String pointer = "/" + field.name();
        switch (field.type()) {
            case FieldType.Whole(long least, long most) -> {
                if (least > Long.MIN_VALUE) {
                    assertThat(violated(workload, spec.deepCopy().put(field.name(), least - 1)))
                            .contains(pointer);
                }
                if (most < Integer.MAX_VALUE) {
                    assertThat(violated(workload, spec.deepCopy().put(field.name(), most + 1)))
                            .contains(pointer);
                }
            }
            case FieldType.Entries(FieldType _, long least, long most) -> {
                ArrayNode some = (ArrayNode) spec.get(field.name());
                if (least > 0) {
                    ObjectNode none = spec.deepCopy();
                    none.putArray(field.name());
                    assertThat(violated(workload, none)).contains(pointer);
                }
                if (most < 100_000) {
                    ObjectNode many = spec.deepCopy();
                    ArrayNode all = many.putArray(field.name());
                    while (all.size() <= most) {
                        all.add(some.get(0));
                    }
                    assertThat(violated(workload, many)).contains(pointer);
                }
            }
            case FieldType.Text _,
                    FieldType.Decimal _,
                    FieldType.Flag _,
                    FieldType.Time _,
                    FieldType.Group _,
                    FieldType.Named _,
                    FieldType.Either _ -> {}
        }
    }

    private List<String> violated(Workload<?, ?, ?, ?> workload, JsonNode spec)
            throws JsonProcessingException {
        return violations(workload, spec).stream().map(Violation::pointer).toList();
    }

    private <S extends Record> List<Violation> violations(
            Workload<S, ?, ?, ?> workload, JsonNode spec) throws JsonProcessingException {
        return workload.check(read(workload, spec));
    }

    private <S extends Record> S read(Workload<S, ?, ?, ?> workload, JsonNode spec)
            throws JsonProcessingException {
        return Objects.requireNonNull(json.treeToValue(spec, workload.specType()));
    }
}
