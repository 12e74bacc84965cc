package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is taken whole, as HOCON or as it stands. */
class GivenValueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:/x/y?z#q",
                "/a//b",
                "/a#b",
                "a # b",
                "1, b.c = 2",
                "[::1]",
                "a\nb = c",
                "\"quoted\" # and more",
                "a=b",
                "$x",
                "",
            })
    void isPlainTextWhereHoconWouldNotTakeAllOfIt(String text) {
        Config config = GivenValue.of("a.b", text, "--set");
        assertThat(config.getString("a.b")).isEqualTo(text);
        assertThat(config.entrySet()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1, 2", "{a = 1} # one", "[a#b]"})
    void refusesAListOrObjectThatIsNotWhole(String text) {
        assertThatThrownBy(() -> GivenValue.of("a.b", text, "--set a.b"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--set a.b");
    }

    @Test
    void isHoconWhereThatTakesAllOfIt() {
        assertThat(GivenValue.of("a", "10 s", "").getDuration("a")).hasSeconds(10);
        assertThat(GivenValue.of("a", "[\"x//y\", \"#\"]", "").getStringList("a"))
                .isEqualTo(List.of("x//y", "#"));
        assertThat(GivenValue.of("a", "{b = 1, c = 2}", "").getInt("a.c")).isEqualTo(2);
        assertThat(GivenValue.of("a", "\"\"\"x # \"y\"\"\"\"", "").getString("a"))
                .isEqualTo("x # \"y\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'a = /x#y', 1",
        "'a = 1\nb = /x//y', 2",
        "'a = \"x#y\"\nb = http://x # all right\n', 2",
    })
    void findsACommentThatCutsAValueOfAFile(String text, int line) {
        assertThat(GivenValue.firstComment(text.replace("\\n", "\n"), true)).hasValue(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"# all\na = 1", "a = 1 # one\nb = [1,//two\n2]", "a = \"x#y\"//z"})
    void leavesCommentsThatCutNothing(String text) {
        assertThat(GivenValue.firstComment(text, true)).isEmpty();
    }
}
