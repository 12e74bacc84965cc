package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.cli.Table.Column;

class TableTest {
    private static final List<Column> COLUMNS =
            List.of(Column.whole("ID"), Column.cut("MODE", 6), Column.cut("NAME", 8));

    private final StringWriter out = new StringWriter();

    @Test
    void leavesATableAloneThatFits() {
        assertThat(printed(COLUMNS, List.of("a1", "batch", "nightly"), 40, true))
                .containsExactly("ID  MODE   NAME", "a1  batch  nightly");
    }

    @Test
    void cutsWhatMayBeCutTheWidestFirst() {
        List<String> row = List.of("a".repeat(16), "virtual-threads", "name of ".repeat(5));
        assertThat(printed(COLUMNS, row, 40, true))
                .allMatch(line -> line.length() <= 40)
                .last()
                .isEqualTo("aaaaaaaaaaaaaaaa virtual-th… name of na…");
        out.getBuffer().setLength(0);
        assertThat(printed(COLUMNS, row, 20, true))
                .last()
                .asString()
                .startsWith("aaaaaaaaaaaaaaaa virtu… ");
    }

    @Test
    void continuesASentenceBelowItsRowForPeopleOnly() {
        List<Column> columns = List.of(Column.whole("TASK"), Column.prose("RESULT"));
        List<String> row =
                List.of("7", "status: the origin answered 404 to https://h/" + "x".repeat(70));
        assertThat(printed(columns, row, 60, true))
                .containsExactly(
                        "TASK  RESULT",
                        "7     status: the origin answered 404 to",
                        "      https://h/" + "x".repeat(44),
                        "      " + "x".repeat(26));
        out.getBuffer().setLength(0);
        assertThat(printed(columns, row, 60, false))
                .containsExactly("TASK  RESULT", "7     " + row.getLast());
    }

    @Test
    void putsASentenceUnderARowThatLeavesItLittleRoom() {
        List<Column> columns = List.of(Column.whole("WORKER"), Column.prose("REASON"));
        assertThat(
                        printed(
                                columns,
                                List.of("w".repeat(40), "four downloads could not be written"),
                                60,
                                true))
                .containsExactly(
                        "WORKER" + " ".repeat(36) + "REASON",
                        "w".repeat(40),
                        "      four downloads could not be written");
    }

    @Test
    void cutsNothingWithoutALimit() {
        List<String> row = List.of("a1", "virtual-threads", "name of ".repeat(50).strip());
        assertThat(printed(COLUMNS, row, Integer.MAX_VALUE, false))
                .last()
                .isEqualTo(String.join("  ", row));
    }

    private List<String> printed(List<Column> columns, List<String> row, int most, boolean wraps) {
        Table.print(columns, List.of(row), new PrintWriter(out), most, wraps);
        return out.toString().lines().toList();
    }
}
