package regatta.workload.handlers;

import java.nio.ByteBuffer;
import regatta.workload.Codec;

/**
 * The output of one task: what the task measured, in seconds unless stated otherwise.
 *
 * @param achievedRate how many requests a second got the right answer
 * @param errors how many requests got an error or no answer
 * @param generatorSeconds the processor time that the generator of the load used
 * @param generatorLate the 99th percentile of the time from a request's intended start until the
 *     generator sent the request
 */
record Measured(
        double p50,
        double p90,
        double p99,
        double max,
        double achievedRate,
        long errors,
        double healthP50,
        double healthP99,
        double healthMax,
        long healthErrors,
        double generatorSeconds,
        double generatorLate) {
    private static final int BYTES = 12 * Long.BYTES;

    static final Codec<Measured> CODEC =
            new Codec<>() {
                @Override
                public byte[] encode(Measured measured) {
                    return ByteBuffer.allocate(BYTES)
                            .putDouble(measured.p50)
                            .putDouble(measured.p90)
                            .putDouble(measured.p99)
                            .putDouble(measured.max)
                            .putDouble(measured.achievedRate)
                            .putLong(measured.errors)
                            .putDouble(measured.healthP50)
                            .putDouble(measured.healthP99)
                            .putDouble(measured.healthMax)
                            .putLong(measured.healthErrors)
                            .putDouble(measured.generatorSeconds)
                            .putDouble(measured.generatorLate)
                            .array();
                }

                @Override
                public Measured decode(byte[] bytes) {
                    if (bytes.length != BYTES) {
                        throw new IllegalArgumentException(
                                "expected %d bytes, not %d".formatted(BYTES, bytes.length));
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new Measured(
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getLong(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getLong(),
                            buffer.getDouble(),
                            buffer.getDouble());
                }
            };

    static Measured of(Requests work, Requests health, double ownSeconds, double generatorSeconds) {
        Latencies requests = work.latencies();
        Latencies beside = health.latencies();
        return new Measured(
                requests.percentile(50),
                requests.percentile(90),
                requests.percentile(99),
                requests.max(),
                work.achievedRate(ownSeconds),
                requests.errors(),
                beside.percentile(50),
                beside.percentile(99),
                beside.max(),
                beside.errors(),
                generatorSeconds,
                work.lateness().percentile(99));
    }
}
