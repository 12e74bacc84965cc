package regatta.coordinator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;

/**
 * Settlements as they were kept together, encoded: some forty bytes a task instead of an object
 * graph of two hundred.
 */
final class SettlementBlock {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int CANCELLED = 2;

    private final int first;
    private final int last;
    private final byte[] bytes;

    private SettlementBlock(int first, int last, byte[] bytes) {
        this.first = first;
        this.last = last;
        this.bytes = bytes;
    }

    static SettlementBlock of(List<Settlement> settlements) {
        int first = Integer.MAX_VALUE;
        int last = -1;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(48 * settlements.size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            String worker = "";
            for (Settlement settlement : settlements) {
                first = Math.min(first, settlement.task());
                last = Math.max(last, settlement.task());
                worker = write(settlement, worker, out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new SettlementBlock(first, last, bytes.toByteArray());
    }

    /** The least index of a task in it. */
    int first() {
        return first;
    }

    /** The greatest index of a task in it. */
    int last() {
        return last;
    }

    int size() {
        return bytes.length;
    }

    List<Settlement> settlements() {
        List<Settlement> found = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            WorkerId worker = null;
            while (in.available() > 0) {
                Settlement settlement = read(in, worker);
                worker = settlement.worker();
                found.add(settlement);
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return found;
    }

    private static String write(Settlement settlement, String before, DataOutputStream out)
            throws IOException {
        out.writeInt(settlement.task());
        writeVar(out, settlement.attempt());
        WorkerId id = settlement.worker();
        String worker = id == null ? "" : id.value();
        boolean same = worker.equals(before);
        out.writeBoolean(same);
        if (!same) {
            out.writeUTF(worker);
        }
        writeVar(out, settlement.queuedNanos());
        writeVar(out, settlement.waitedNanos());
        writeVar(out, settlement.ranNanos());
        writeVar(out, settlement.cpuNanos() + 1);
        writeVar(out, settlement.overheadNanos());
        write(settlement.outcome(), out);
        return worker;
    }

    private static void write(Outcome outcome, DataOutputStream out) throws IOException {
        switch (outcome) {
            case Outcome.Succeeded(Payload output) -> {
                out.writeByte(SUCCEEDED);
                writeVar(out, output.size());
                out.write(output.bytes());
            }
            case Outcome.Failed(Failure failure) -> {
                out.writeByte(FAILED);
                out.writeUTF(failure.kind());
                out.writeUTF(failure.message());
                out.writeBoolean(failure.retryable());
            }
            case Outcome.Cancelled _ -> out.writeByte(CANCELLED);
        }
    }

    private static Settlement read(DataInputStream in, @Nullable WorkerId before)
            throws IOException {
        int task = in.readInt();
        int attempt = (int) readVar(in);
        WorkerId worker = before;
        if (!in.readBoolean()) {
            String name = in.readUTF();
            worker = name.isEmpty() ? null : new WorkerId(name);
        }
        long queued = readVar(in);
        long waited = readVar(in);
        long ran = readVar(in);
        long cpu = readVar(in) - 1;
        long overhead = readVar(in);
        return new Settlement(
                task, attempt, worker, readOutcome(in), queued, waited, ran, cpu, overhead);
    }

    private static Outcome readOutcome(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case SUCCEEDED -> {
                byte[] output = new byte[(int) readVar(in)];
                in.readFully(output);
                yield new Outcome.Succeeded(new Payload(output));
            }
            case FAILED ->
                    new Outcome.Failed(new Failure(in.readUTF(), in.readUTF(), in.readBoolean()));
            case CANCELLED -> new Outcome.Cancelled();
            default -> throw new IOException("no outcome has the code " + kind);
        };
    }

    /** Seven bits a byte, least first, as in LEB128 (DWARF 5, 7.6). */
    private static void writeVar(DataOutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readVar(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }
}
