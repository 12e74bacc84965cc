package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenOptionTest {
    private static final Map<String, String> VARIABLE = Map.of("REGATTA_TOKEN", "variable");

    @TempDir private Path home;

    @Test
    void takesTheNamedFileBeforeTheEnvironmentBeforeTheUsualFile() throws IOException {
        Path named = file("named", "rw-------");
        assertThat(token(null, Map.of())).isEmpty();
        Files.createDirectories(home.resolve(".config/regatta"));
        file(".config/regatta/token", "rw-------");

        assertThat(token(named, VARIABLE)).isEqualTo("the token");
        assertThat(token(null, VARIABLE)).isEqualTo("variable");
        assertThat(token(null, Map.of())).isEqualTo("the token");
    }

    @Test
    void refusesAFileThatOthersCanReadOrThatIsMissing() throws IOException {
        Path open = file("open", "rw-r--r--");

        assertThatThrownBy(() -> token(open, VARIABLE)).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> token(home.resolve("none"), VARIABLE))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("none");
    }

    @Test
    void quotesNoTokenThatNoHeaderCanHold() {
        assertThatThrownBy(() -> token(null, Map.of("REGATTA_TOKEN", "secret\r\nX: y")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("REGATTA_TOKEN must have exactly one line")
                .hasMessageNotContaining("secret");
    }

    private String token(@Nullable Path named, Map<String, String> environment) {
        return TokenOption.token(named, environment, home.toString());
    }

    private Path file(String name, String mode) throws IOException {
        Path file = Files.writeString(home.resolve(name), "the token\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
