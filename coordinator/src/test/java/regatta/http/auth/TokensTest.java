package regatta.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String FIRST = "a".repeat(32);
    private static final String SECOND = "b".repeat(40);
    private static final String THIRD = "c".repeat(64);

    @TempDir private Path folder;
    private final AtomicLong clock = new AtomicLong();

    @Test
    void findsWhatEachTokenAllows() throws IOException {
        // The digest is that of SECOND.
        Tokens tokens =
                tokens(
                        """
                        # for people

                        %s
                        sha256:%s read,submit nightly batch
                        %s read
                        """
                                .formatted(FIRST, digestOfSecond(), THIRD));

        assertThat(tokens.find(FIRST)).contains(new Grant("token-3", EnumSet.allOf(Scope.class)));
        assertThat(tokens.find(SECOND))
                .contains(new Grant("nightly batch", Set.of(Scope.READ, Scope.SUBMIT)));
        assertThat(tokens.find(THIRD)).contains(new Grant("token-5", Set.of(Scope.READ)));
        assertThat(tokens.find("d".repeat(32))).isEmpty();
        assertThat(tokens.find("")).isEmpty();
    }

    private static String digestOfSecond() {
        return java.util.HexFormat.of().formatHex(TokenFile.digest(SECOND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short|at least 32 characters, not 5",
                "sha256:12|64 hexadecimal digits",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa all|read,submit,admin",
                "# nothing|has no token"
            })
    void saysWhatIsWrongWithoutTheToken(String line, String says) throws IOException {
        Path file = write(line);

        assertThatThrownBy(() -> new Tokens(file, clock::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("regatta.auth.token-file", file.toString(), says)
                .hasMessageNotContaining("aaaa");
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        Path file = write(FIRST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> new Tokens(file, clock::get)).hasMessageContaining("chmod 600");
    }

    @Test
    void readsAChangedFileAgainAndKeepsTheLastRightOne() throws IOException {
        Tokens tokens = tokens(FIRST);

        change("too short", 10);
        assertThat(tokens.find(FIRST)).isPresent();

        change(SECOND, 20);
        assertThat(tokens.find(FIRST)).isEqualTo(Optional.empty());
        assertThat(tokens.find(SECOND)).isPresent();
    }

    private void change(String text, int secondsFromNow) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
    }

    private Tokens tokens(String text) throws IOException {
        return new Tokens(write(text), clock::get);
    }

    private Path write(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
