package regatta.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** A value that writes its own JSON. A long list of such values becomes text without a tree. */
@FunctionalInterface
public interface OwnJson extends JsonSerializable {
    /**
     * Writes one JSON value.
     *
     * @param values writes the values within this value
     */
    @Override
    void serialize(JsonGenerator out, SerializerProvider values) throws IOException;

    @Override
    default void serializeWithType(
            JsonGenerator out, SerializerProvider values, TypeSerializer type) throws IOException {
        serialize(out, values);
    }
}
