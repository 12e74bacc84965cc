package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectedNamesTest {
    private final CollectedNames names = new CollectedNames();

    @Test
    void givesTheFilesOfSeveralWorkersNamesOfTheirOwn() {
        assertThat(names.claim("a.bin", 0)).isEqualTo("a.bin");
        assertThat(names.claim("a.bin", 3)).isEqualTo("a-3.bin");
        assertThat(names.claim("A.BIN", 4)).isEqualTo("A-4.BIN");
        assertThat(names.claim("a-3.bin", 5)).isEqualTo("a-3-5.bin");
        assertThat(names.claim("e\u0301", 6)).isEqualTo("e\u0301");
        assertThat(names.claim("\u00e9", 7)).isEqualTo("\u00e9-7");
    }

    @Test
    void staysUniqueIfTheSystemCannotWriteEveryCharacter() {
        CollectedNames ascii = new CollectedNames(name -> name.replaceAll("[^ -~]", "_"));
        assertThat(ascii.claim("\u00e4.bin", 0)).isEqualTo("_.bin");
        assertThat(ascii.claim("\u00f6.bin", 1)).isEqualTo("_-1.bin");
    }

    @Test
    void neverTreatsANameAsAPath() {
        assertThat(names.claim("../../etc/passwd", 0)).doesNotContain("/").doesNotStartWith(".");
        assertThat(names.claim(".part-1-00", 1)).doesNotStartWith(".");
        assertThat(names.claim("x".repeat(300), 2)).hasSize(255);
    }
}
