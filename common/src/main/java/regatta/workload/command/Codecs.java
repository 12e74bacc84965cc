package regatta.workload.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;

/** Encodes tasks and outputs compactly, for the network and the store. */
final class Codecs {
    static final Codec<CommandTask> TASK = new Binary<>(Codecs::write, Codecs::readTask);
    static final Codec<Ran> RAN = new Binary<>(Codecs::write, Codecs::readRan);

    private Codecs() {}

    private static void write(CommandTask task, DataOutputStream out) throws IOException {
        write(task.argv(), out);
        write(task.input().values(), out);
        out.writeInt(task.number());
        writeOptional(task.stdinOrNull(), out);
        writeOptional(task.timeout().map(Duration::toString).orElse(null), out);
        out.writeInt(task.environment().size());
        for (Map.Entry<String, String> variable : new TreeMap<>(task.environment()).entrySet()) {
            write(variable.getKey(), out);
            write(variable.getValue(), out);
        }
        writeOptional(task.folderOrNull(), out);
        writeOptional(task.fileOrNull(), out);
    }

    private static CommandTask readTask(DataInputStream in) throws IOException {
        List<String> argv = readList(in);
        Input input = new Input(readList(in));
        int number = in.readInt();
        String stdin = readOptional(in);
        String timeout = readOptional(in);
        Map<String, String> environment = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            environment.put(readText(in), readText(in));
        }
        return new CommandTask(
                argv,
                input,
                number,
                stdin,
                timeout == null ? null : Duration.parse(timeout),
                environment,
                readOptional(in),
                readOptional(in));
    }

    private static void write(Ran ran, DataOutputStream out) throws IOException {
        out.writeInt(ran.exitCode());
        write(ran.stdout(), out);
        out.writeBoolean(ran.stdoutCut());
        write(ran.stderr(), out);
        out.writeBoolean(ran.stderrCut());
        write(ran.stdoutSha256(), out);
        writeOptional(ran.file(), out);
        out.writeLong(ran.bytes() == null ? 0 : ran.bytes());
        writeOptional(ran.sha256(), out);
    }

    private static Ran readRan(DataInputStream in) throws IOException {
        int exitCode = in.readInt();
        String stdout = readText(in);
        boolean stdoutCut = in.readBoolean();
        String stderr = readText(in);
        boolean stderrCut = in.readBoolean();
        String digest = readText(in);
        String file = readOptional(in);
        long bytes = in.readLong();
        String sha256 = readOptional(in);
        return new Ran(
                exitCode,
                stdout,
                stdoutCut,
                stderr,
                stderrCut,
                digest,
                file,
                file == null ? null : bytes,
                sha256);
    }

    private static void write(List<String> list, DataOutputStream out) throws IOException {
        out.writeInt(list.size());
        for (String each : list) {
            write(each, out);
        }
    }

    private static List<String> readList(DataInputStream in) throws IOException {
        List<String> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(readText(in));
        }
        return list;
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text is longer than the remaining bytes");
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    private static void writeOptional(@Nullable String text, DataOutputStream out)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(text, out);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? readText(in) : null;
    }

    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private record Binary<T>(Writer<T> writer, Reader<T> reader) implements Codec<T> {
        @Override
        public byte[] encode(T value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                writer.write(value, out);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return bytes.toByteArray();
        }

        @Override
        public T decode(byte[] bytes) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                T value = reader.read(in);
                if (in.read() >= 0) {
                    throw new IllegalArgumentException("bytes are left over");
                }
                return value;
            } catch (IOException failure) {
                throw new IllegalArgumentException("bytes are missing or malformed", failure);
            }
        }
    }
}
