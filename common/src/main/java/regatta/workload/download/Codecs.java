package regatta.workload.download;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;

/** Encodes tasks and outputs compactly, for the network and the store. */
final class Codecs {
    static final Codec<DownloadTask> TASK = new Binary<>(Codecs::write, Codecs::readTask);
    static final Codec<Downloaded> DOWNLOADED = new Binary<>(Codecs::write, Codecs::readDownloaded);

    private Codecs() {}

    private static void write(DownloadTask task, DataOutputStream out) throws IOException {
        write(task.source(), out);
        out.writeDouble(task.rate());
    }

    private static DownloadTask readTask(DataInputStream in) throws IOException {
        return new DownloadTask(readSource(in), in.readDouble());
    }

    private static void write(Source source, DataOutputStream out) throws IOException {
        out.writeUTF(source.url());
        writeOptional(source.sha256(), out);
        writeOptional(source.file(), out);
        writeOptional(source.basic(), out);
        writeOptional(source.bearer(), out);
        out.writeShort(source.headers().size());
        for (Map.Entry<String, String> header : source.headers().entrySet()) {
            out.writeUTF(header.getKey());
            out.writeUTF(header.getValue());
        }
    }

    private static Source readSource(DataInputStream in) throws IOException {
        return new Source(
                in.readUTF(),
                readOptional(in),
                readOptional(in),
                readOptional(in),
                readOptional(in),
                readHeaders(in));
    }

    private static Map<String, String> readHeaders(DataInputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            headers.put(in.readUTF(), in.readUTF());
        }
        return headers;
    }

    private static void write(Downloaded output, DataOutputStream out) throws IOException {
        out.writeUTF(output.url());
        out.writeShort(output.status());
        out.writeUTF(output.file());
        out.writeLong(output.bytes());
        out.write(HexFormat.of().parseHex(output.sha256()));
    }

    private static Downloaded readDownloaded(DataInputStream in) throws IOException {
        String url = in.readUTF();
        int status = in.readUnsignedShort();
        String file = in.readUTF();
        long bytes = in.readLong();
        byte[] sha256 = new byte[32];
        in.readFully(sha256);
        return new Downloaded(url, status, file, bytes, HexFormat.of().formatHex(sha256));
    }

    private static void writeOptional(@Nullable String text, DataOutputStream out)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
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
