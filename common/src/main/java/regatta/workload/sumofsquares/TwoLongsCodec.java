package regatta.workload.sumofsquares;

import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import regatta.workload.Codec;

/** Encodes a record of two longs as 16 bytes, big-endian. */
record TwoLongsCodec<T>(ToLongFunction<T> first, ToLongFunction<T> second, Maker<T> maker)
        implements Codec<T> {

    /** Creates the record from its two longs. */
    interface Maker<T> {
        T make(long first, long second);
    }

    @Override
    public byte[] encode(T value) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(first.applyAsLong(value))
                .putLong(second.applyAsLong(value))
                .array();
    }

    @Override
    public T decode(byte[] bytes) {
        if (bytes.length != 2 * Long.BYTES) {
            throw new IllegalArgumentException("expected 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return maker.make(buffer.getLong(), buffer.getLong());
    }
}
