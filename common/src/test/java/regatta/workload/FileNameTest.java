package regatta.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNameTest {
    private static final Path FOLDER = Path.of("/jobs/one");

    @Test
    void keepsTheExtensionOfALongName() {
        String plain = FileName.plain("ü".repeat(300) + ".tar");
        assertThat(plain).endsWith("ü.tar").doesNotContain("\ufffd");
        assertThat(bytes(plain)).isBetween(254, 255);
        assertThat(FileName.numbered(plain, "-1234567")).endsWith(".tar-1234567");
        assertThat(bytes(FileName.numbered(plain, "-1234567"))).isLessThanOrEqualTo(255);
        assertThat(FileName.numbered("a.bin", "-7")).isEqualTo("a.bin-7");
    }

    @Test
    void hasAFormThatEverySystemCanWrite() {
        assertThat(FileName.ascii("\u00fcber \ud83d\ude00.bin")).isEqualTo("_ber _.bin");
        assertThat(FileName.writable("plain.bin")).isEqualTo("plain.bin");
    }

    @Test
    void isAlwaysOneNameInsideItsFolder() {
        Random random = new Random(9);
        String letters = "ab./\\: \0\r\n~-%é日\ud83d\ude00\ud83d\u202e\u2028conCON";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(random.nextInt(50) == 0 ? 400 : 9); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String name = FileName.plain(text.toString());
            assertThat(FileName.isPlain(name)).as("%s is plain", name).isTrue();
            assertThat(bytes(name)).isBetween(1, 255);
            Path path = FOLDER.resolve(name).normalize();
            assertThat(path.getParent()).isEqualTo(FOLDER);
            assertThat(path.getFileName()).hasToString(name);
            assertThat(name).doesNotStartWith(".");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
