package regatta.coordinator.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a long list as its first ten entries, followed by the number of all entries. The field of
 * the number has the name of the list's field, with {@code Count} at the end.
 */
public final class CountedLists extends BeanSerializerModifier {
    /**
     * The JSON writer's attribute with the largest number of entries of a list that is written
     * whole. Without this attribute every list is written whole.
     */
    public static final Object LONGEST = "longest";

    /**
     * The value of {@link #LONGEST} for a list of jobs. With this value every list within a job is
     * cut and counted.
     */
    public static final int NONE = -1;

    /**
     * The value of {@link #LONGEST} for a job that a client reads alone, instead of in a list of
     * jobs.
     */
    public static final int LONGEST_ALONE = 1_000;

    private static final int SHOWN = 10;
    private static final long serialVersionUID = 1L;

    /** Writes a value with {@link #LONGEST} set to {@code longest}. */
    public static void write(
            @Nullable Object value, int longest, JsonGenerator out, SerializerProvider provider)
            throws IOException {
        Object before = provider.getAttribute(LONGEST);
        provider.setAttribute(LONGEST, longest);
        provider.defaultSerializeValue(value, out);
        provider.setAttribute(LONGEST, before);
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> fields) {
        // Jackson may remove fields from the returned list.
        fields.replaceAll(
                field -> field.getType().isCollectionLikeType() ? new Counted(field) : field);
        return fields;
    }

    private static final class Counted extends BeanPropertyWriter {
        private static final long serialVersionUID = 1L;

        Counted(BeanPropertyWriter field) {
            super(field);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator out, SerializerProvider provider)
                throws Exception {
            int longest =
                    provider.getAttribute(LONGEST) instanceof Integer n ? n : Integer.MAX_VALUE;
            if (!(get(bean) instanceof List<?> list) || list.size() <= longest) {
                super.serializeAsField(bean, out, provider);
                return;
            }
            List<?> first = list.subList(0, Math.min(SHOWN, list.size()));
            out.writeFieldName(getName());
            JsonSerializer<Object> own = _serializer;
            if (own == null) {
                provider.defaultSerializeValue(first, out);
            } else {
                own.serialize(first, out, provider);
            }
            out.writeNumberField(getName() + "Count", list.size());
        }
    }
}
