package regatta.workload.download;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes a source, even a source that was not checked yet and may be wrong. A text is
 * encoded as its length and then two bytes for each character. The length −1 stands for null.
 */
final class SourceText {
    private static final int NONE = -1;

    private SourceText() {}

    static byte[] write(Source source) {
        int bytes = size(source.url()) + size(source.sha256()) + size(source.file());
        bytes += size(source.basic()) + size(source.bearer()) + Integer.BYTES;
        for (Map.Entry<String, String> header : source.headers().entrySet()) {
            bytes += size(header.getKey()) + size(header.getValue());
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        put(out, source.url());
        put(out, source.sha256());
        put(out, source.file());
        put(out, source.basic());
        put(out, source.bearer());
        out.putInt(source.headers().size());
        for (Map.Entry<String, String> header : source.headers().entrySet()) {
            put(out, header.getKey());
            put(out, header.getValue());
        }
        return out.array();
    }

    static Source read(byte[] bytes, int from, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        String url = get(in);
        String sha256 = get(in);
        String file = get(in);
        String basic = get(in);
        String bearer = get(in);
        Map<String, String> headers = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            headers.put(String.valueOf(get(in)), get(in));
        }
        return new Source(String.valueOf(url), sha256, file, basic, bearer, headers);
    }

    private static int size(@Nullable String text) {
        return Integer.BYTES + (text == null ? 0 : Character.BYTES * text.length());
    }

    private static void put(ByteBuffer out, @Nullable String text) {
        out.putInt(text == null ? NONE : text.length());
        if (text != null) {
            text.chars().forEach(c -> out.putChar((char) c));
        }
    }

    private static @Nullable String get(ByteBuffer in) {
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        char[] text = new char[length];
        in.asCharBuffer().get(text);
        in.position(in.position() + Character.BYTES * length);
        return new String(text);
    }
}
