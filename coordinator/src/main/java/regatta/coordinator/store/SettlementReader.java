package regatta.coordinator.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;

/**
 * Decodes settlements that {@link SettlementWriter} encoded. Throws a {@link StoreException} if the
 * bytes are damaged.
 */
final class SettlementReader {
    private final byte[] bytes;
    private final boolean placed;
    private int at;
    private @Nullable WorkerId worker;
    private int task;

    SettlementReader(byte[] bytes) {
        this.bytes = bytes;
        int version = bytes.length == 0 ? -1 : bytes[at++];
        if (version != SettlementWriter.VERSION && version != SettlementWriter.WITHOUT_PLACE) {
            throw damaged("has the unknown version " + version);
        }
        placed = version == SettlementWriter.VERSION;
    }

    boolean hasNext() {
        return at < bytes.length;
    }

    Settlement next() {
        int flags = bytes[at++];
        task = Math.toIntExact(task + signed());
        int attempt = Math.toIntExact(number());
        if ((flags & SettlementWriter.SAME_WORKER) == 0) {
            String name = text();
            worker = name.isEmpty() ? null : new WorkerId(name);
        }
        long queued = number();
        long waited = number();
        long ran = number();
        long cpu = number() - 1;
        long delay = signed();
        long ready = placed ? number() - 1 : -1;
        int slot = placed ? Math.toIntExact(number()) - 1 : -1;
        long begun = placed ? number() - 1 : -1;
        return new Settlement(
                task,
                attempt,
                worker,
                outcome(flags),
                queued,
                waited,
                ran,
                cpu,
                ready,
                delay,
                slot,
                begun);
    }

    private Outcome outcome(int flags) {
        int code = flags & SettlementWriter.OUTCOME;
        return switch (code) {
            case SettlementWriter.SUCCEEDED -> new Outcome.Succeeded(new Payload(blob()));
            case SettlementWriter.FAILED -> {
                boolean retryable = (flags & SettlementWriter.RETRYABLE) != 0;
                yield new Outcome.Failed(new Failure(text(), text(), retryable));
            }
            case SettlementWriter.CANCELLED -> new Outcome.Cancelled();
            default -> throw damaged("has the unknown outcome " + code);
        };
    }

    private long number() {
        long value = 0;
        int from = at;
        for (int shift = 0; shift < Long.SIZE && from < bytes.length; shift += 7) {
            int next = bytes[from++];
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                at = from;
                return value;
            }
        }
        throw damaged("ends within a number");
    }

    private long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    private byte[] blob() {
        long length = number();
        if (length < 0 || length > bytes.length - at) {
            throw damaged("ends within a text or an output");
        }
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private static StoreException damaged(String how) {
        return new StoreException(StoreException.Kind.DAMAGED, "a block of settlements " + how);
    }
}
