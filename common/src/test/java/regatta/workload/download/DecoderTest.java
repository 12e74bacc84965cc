package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.ResponseHead;

/** Encoded content is decoded to the byte, however it is cut, or refused. */
class DecoderTest {
    private static final long SEED = 20_261_126;

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void decodesWhateverTheCuts(String coding) throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            byte[] content = content(random);
            String coded =
                    coding.equals("gzip")
                            ? Answers.gzip(text(content))
                            : Answers.zlib(text(content));
            assertThat(decode(coding, bytes(coded), random)).isEqualTo(content);
        }
    }

    @Test
    void decodesBareDeflate() throws Exception {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes("hello"));
        deflater.finish();
        byte[] coded = new byte[100];
        int length = deflater.deflate(coded);
        deflater.end();
        byte[] bare = Arrays.copyOf(coded, length);
        assertThat(decode("deflate", bare, new Random(SEED))).isEqualTo(bytes("hello"));
    }

    @Test
    void passesOverEveryPartOfAGzipHeader() throws Exception {
        String plain = Answers.gzip("hello");
        String parts = "\u0003\0abc" + "name\0" + "comment\0" + "xx";
        String full = plain.substring(0, 3) + "\u001e" + plain.substring(4, 10) + parts;
        byte[] coded = bytes(full + plain.substring(10));
        assertThat(decode("gzip", coded, new Random(SEED))).isEqualTo(bytes("hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void refusesContentThatIsCutAnywhere(String coding) {
        String coded =
                coding.equals("gzip") ? Answers.gzip("hello there") : Answers.zlib("hello there");
        for (int length = 0; length < coded.length(); length++) {
            byte[] cut = bytes(coded.substring(0, length));
            assertThatThrownBy(() -> decode(coding, cut, new Random(SEED)))
                    .as("%s of %d bytes", coding, cut.length)
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void neverTakesAnotherContentForTheRightOne() {
        Random random = new Random(SEED);
        byte[] whole = bytes(Answers.gzip("hello there"));
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            try {
                assertThat(decode("gzip", damaged, random))
                        .as("bit flipped in byte %d", at)
                        .isEqualTo(bytes("hello there"));
            } catch (Exception refused) {
                assertThat(refused).isInstanceOf(DataFormatException.class);
            }
        }
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(60_000)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : i % 7);
        }
        return content;
    }

    private static byte[] decode(String coding, byte[] coded, Random random) throws Exception {
        ResponseHead head =
                new ResponseHead(1, 200, List.of(new Header("Content-Encoding", coding)));
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        try (Decoder decoder = Decoder.of(head).orElseThrow()) {
            int at = 0;
            while (at < coded.length) {
                int length = Math.min(coded.length - at, 1 + random.nextInt(3_000));
                decoder.decode(
                        ByteBuffer.wrap(coded, at, length),
                        piece ->
                                decoded.write(
                                        piece.array(),
                                        piece.arrayOffset() + piece.position(),
                                        piece.remaining()));
                at += length;
            }
            decoder.end();
        }
        return decoded.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
