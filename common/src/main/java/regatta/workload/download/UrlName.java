package regatta.workload.download;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import regatta.workload.FileName;

/** Makes names of files from URLs. */
final class UrlName {
    private UrlName() {}

    /**
     * Returns a file name made from the last segment of a URL's path. Decodes percent-encoded
     * UTF-8.
     */
    static String of(HttpUrl url) {
        String path = url.path();
        return FileName.plain(decode(path.substring(path.lastIndexOf('/') + 1)));
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(unescaped(segment)))
                    .toString();
        } catch (CharacterCodingException _) {
            return segment;
        }
    }

    /**
     * Returns the bytes of a percent-encoded text. A character that begins no valid escape stands
     * for itself.
     */
    static byte[] unescaped(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '%' && i + 2 < text.length();
            int high = escape ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = escape ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high >= 0 && low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else {
                octets.write(text.charAt(i));
            }
        }
        return octets.toByteArray();
    }
}
