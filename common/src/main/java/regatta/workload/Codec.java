package regatta.workload;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Turns a value into bytes and back; safe from any thread. */
public interface Codec<T> {
    byte[] encode(T value);

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if {@link #encode} could not have written the bytes
     */
    T decode(byte[] bytes);

    /**
     * Returns a codec that writes each value as text, in UTF-8.
     *
     * @param read turns a text into a value; may throw an {@link IllegalArgumentException}, as
     *     {@code Long::valueOf} does
     */
    static <T> Codec<T> text(Function<? super T, String> write, Function<String, T> read) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                return write.apply(value).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public T decode(byte[] bytes) {
                return read.apply(new String(bytes, StandardCharsets.UTF_8));
            }
        };
    }
}
