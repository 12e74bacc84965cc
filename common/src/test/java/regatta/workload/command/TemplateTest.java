package regatta.workload.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values were compared with those of GNU parallel's own expressions. */
class TemplateTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "{}|dir/sub/a.tar.gz|dir/sub/a.tar.gz",
                "{.}|dir/sub/a.tar.gz|dir/sub/a.tar",
                "{/}|dir/sub/a.tar.gz|a.tar.gz",
                "{//}|dir/sub/a.tar.gz|dir/sub",
                "{/.}|dir/sub/a.tar.gz|a.tar",
                "{.}|dir.d/a|dir.d/a",
                "{.}|a.|a",
                "{.}|.profile|''",
                "{/.}|dir/.profile|''",
                "{//}|a|.",
                "{//}|/a|/",
                "{//}|/|/",
                "{//}|dir//a|dir",
                "{//}|dir/a/|dir",
                "{/}|dir/a/|''",
                "{#}|a|7",
                "{%}|a|3",
                "{1}|a.b|a.b",
                "{1/.}|x/a.b|a",
                "to-{.}-{}.png|a.b|to-a-a.b.png",
            },
            delimiter = '|')
    void replacesPlaceholders(String template, String input, String expected) {
        Template filled = new Template(Input.of(input), 7, 3);

        assertThat(filled.text(template)).isEqualTo(expected);
        assertThat(filled.arguments(List.of("program", template)))
                .containsExactly("program", expected);
    }

    @Test
    void appendsTheInputWhereThereIsNoPlaceholder() {
        assertThat(filled("a b").arguments(List.of("program", "-x")))
                .containsExactly("program", "-x", "a b");
        assertThat(filled("a", "b").arguments(List.of("program")))
                .containsExactly("program", "a", "b");
    }

    @Test
    void leavesBracesAloneThatMeanNothing() {
        assertThat(filled("a").arguments(List.of("grep", "x{3}", "{print $1}", "{ }", "{0}")))
                .containsExactly("grep", "x{3}", "{print $1}", "{ }", "{0}", "a");
    }

    @Test
    void putsEachOfSeveralValuesWhereItsNumberStands() {
        assertThat(filled("a.x", "b.y").arguments(List.of("p", "{2.}", "{1}", "-{}-", "{}")))
                .containsExactly("p", "b", "a.x", "-a.x b.y-", "a.x", "b.y");
    }

    @Test
    void looksOnlyOnceAtWhatItPutIn() {
        assertThat(filled("{#} $1 \\{.}").arguments(List.of("p", "{}", "={}")))
                .containsExactly("p", "{#} $1 \\{.}", "={#} $1 \\{.}");
    }

    private static Template filled(String... values) {
        return new Template(new Input(List.of(values)), 1, 1);
    }
}
