package regatta.workload;

/** Turns a value into bytes and back; safe from any thread. */
public interface Codec<T> {
    byte[] encode(T value);

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are nothing that {@link #encode} could write
     */
    T decode(byte[] bytes);
}
