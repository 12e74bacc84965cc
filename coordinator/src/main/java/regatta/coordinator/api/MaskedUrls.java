package regatta.coordinator.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.IOException;
import java.util.List;
import regatta.secret.Secrets;
import regatta.workload.SignedUrl;

/**
 * Writes each text that is a {@link SignedUrl} without its secrets, and so each text of such a
 * list.
 *
 * <p>A mapper that has {@link CountedLists}, too, must get them after this.
 */
public final class MaskedUrls extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> fields) {
        // Jackson may remove fields from the returned list.
        fields.replaceAll(
                field -> field.getAnnotation(SignedUrl.class) == null ? field : new Masked(field));
        return fields;
    }

    @Override
    public JsonSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
        AnnotatedMember value = bean.findJsonValueAccessor();
        return value == null || !value.hasAnnotation(SignedUrl.class)
                ? serializer
                : new MaskedValue(value);
    }

    private static final class Masked extends BeanPropertyWriter {
        private static final long serialVersionUID = 1L;
        private final BeanPropertyWriter field;

        Masked(BeanPropertyWriter field) {
            super(field);
            this.field = field;
        }

        @Override
        public void assignSerializer(JsonSerializer<Object> serializer) {
            super.assignSerializer(serializer);
            field.assignSerializer(serializer);
        }

        @Override
        public void assignNullSerializer(JsonSerializer<Object> serializer) {
            super.assignNullSerializer(serializer);
            field.assignNullSerializer(serializer);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator out, SerializerProvider provider)
                throws Exception {
            field.serializeAsField(bean, new Masking(out), provider);
        }
    }

    /** Writes the value of an object that JSON shows as its value. */
    private static final class MaskedValue extends JsonSerializer<Object> {
        private final AnnotatedMember value;

        MaskedValue(AnnotatedMember value) {
            this.value = value;
        }

        @Override
        public void serialize(Object object, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            provider.defaultSerializeValue(value.getValue(object), new Masking(out));
        }
    }

    private static final class Masking extends JsonGeneratorDelegate {
        Masking(JsonGenerator out) {
            super(out, false);
        }

        @Override
        public void writeString(String text) throws IOException {
            super.writeString(Secrets.masked(text));
        }
    }
}
