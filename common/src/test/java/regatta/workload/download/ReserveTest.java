package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {
    @TempDir private Path folder;

    @Test
    void refusesWhatWouldNotLeaveEnough() {
        Reserve reserve = new Reserve(folder, 1L << 30);
        long all = folder.toFile().getTotalSpace();
        assertThatIOException()
                .isThrownBy(() -> reserve.expect(all))
                .withMessageContaining("regatta.download.keep-free");
        assertThatIOException().isThrownBy(() -> reserve.write(all));
    }

    /** On a small disk the reserve is a part of it, so that downloads remain possible. */
    @Test
    void keepsATwentiethOfASmallDisk() {
        Reserve reserve = new Reserve(folder, Long.MAX_VALUE);
        long all = folder.toFile().getTotalSpace();
        long free = folder.toFile().getUsableSpace();
        if (free > all / 10) {
            assertThatCode(() -> reserve.expect(1)).doesNotThrowAnyException();
        }
    }

    @Test
    void looksAgainAfterEveryMebibyte() throws IOException {
        Reserve reserve = new Reserve(folder, 0);
        reserve.expect(0);
        reserve.write((1L << 20) - 1);
        assertThatIOException().isThrownBy(() -> reserve.write(folder.toFile().getTotalSpace()));
    }
}
