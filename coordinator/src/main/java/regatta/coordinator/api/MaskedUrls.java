package regatta.coordinator.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.List;
import regatta.machine.Secrets;
import regatta.workload.SignedUrl;

/** Writes each text that is a {@link SignedUrl} without its secrets. */
public final class MaskedUrls extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> fields) {
        return fields.stream()
                .map(field ->
                        field.getAnnotation(SignedUrl.class) == null ? field : new Masked(field))
                .toList();
    }

    private static final class Masked extends BeanPropertyWriter {
        private static final long serialVersionUID = 1L;

        Masked(BeanPropertyWriter field) {
            super(field);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator out, SerializerProvider provider)
                throws Exception {
            if (get(bean) instanceof String url) {
                out.writeStringField(getName(), Secrets.masked(url));
            } else {
                super.serializeAsField(bean, out, provider);
            }
        }
    }
}
