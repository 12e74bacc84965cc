package regatta.coordinator.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;

/**
 * Encodes settlements one after another. The first byte is the format's version. Each settlement
 * consists of a byte of flags, the difference between its task's index and the task index of the
 * settlement before, further numbers, and the output or failure. Each byte of a number contains
 * seven bits of the number.
 */
final class SettlementWriter {
    /** The version of the format that lacks each attempt's slot, start and time without a core. */
    static final int WITHOUT_PLACE = 1;

    static final int VERSION = 2;
    static final int SUCCEEDED = 0;
    static final int FAILED = 1;
    static final int CANCELLED = 2;
    static final int OUTCOME = 3;
    static final int SAME_WORKER = 4;
    static final int RETRYABLE = 8;

    private byte[] bytes = new byte[1_024];
    private int size;
    private String worker = "";
    private int task;

    SettlementWriter() {
        bytes[size++] = VERSION;
    }

    int size() {
        return size;
    }

    /** Returns the bytes written so far. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    void write(Settlement settlement) {
        WorkerId id = settlement.worker();
        String name = id == null ? "" : id.value();
        boolean same = name.equals(worker);
        room(1);
        bytes[size++] = (byte) (flags(settlement.outcome()) | (same ? SAME_WORKER : 0));
        number(zigzag((long) settlement.task() - task));
        task = settlement.task();
        number(settlement.attempts());
        if (!same) {
            text(name);
            worker = name;
        }
        number(settlement.queuedNanos());
        number(settlement.waitedNanos());
        number(settlement.ranNanos());
        number(settlement.cpuNanos() + 1);
        number(zigzag(settlement.delayNanos()));
        number(settlement.readyNanos() + 1);
        number(settlement.slot() + 1);
        number(settlement.begunNanos() + 1);
        switch (settlement.outcome()) {
            case Outcome.Succeeded(Payload output) -> blob(output.bytes());
            case Outcome.Failed(Failure failure) -> {
                text(failure.kind());
                text(failure.message());
            }
            case Outcome.Cancelled _ -> {}
        }
    }

    private static int flags(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> SUCCEEDED;
            case Outcome.Failed(Failure failure) -> FAILED | (failure.retryable() ? RETRYABLE : 0);
            case Outcome.Cancelled _ -> CANCELLED;
        };
    }

    /**
     * Maps numbers near zero, with either sign, to small positive numbers, as sint64 of Protocol
     * Buffers does.
     */
    private static long zigzag(long value) {
        return (value << 1) ^ (value >> (Long.SIZE - 1));
    }

    /**
     * Writes a number with seven bits in each byte, the lowest bits first, as LEB128 does (DWARF 5,
     * 7.6).
     */
    private void number(long value) {
        room(10);
        long rest = value;
        int to = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[to++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[to++] = (byte) rest;
        size = to;
    }

    private void text(String text) {
        blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private void blob(byte[] blob) {
        number(blob.length);
        room(blob.length);
        System.arraycopy(blob, 0, bytes, size, blob.length);
        size += blob.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
