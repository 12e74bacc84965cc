package regatta.workload.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import regatta.secret.Secrets;

/** Writes the texts about commands that people read. */
final class Texts {
    private static final int SHOWN_INPUT = 60;
    private static final int SHOWN_DIGITS = 16;
    private static final int SHOWN_LINE = 300;

    private Texts() {}

    /**
     * Puts a question mark in the place of each character that could change what a terminal or a
     * log shows.
     */
    static String printable(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(each ->
                        switch (Character.getType(each)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.SURROGATE,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR ->
                                    '?';
                            default -> each;
                        })
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** Returns a text without secrets, and with printable characters only. */
    static String shown(String text) {
        return printable(Secrets.masked(text));
    }

    /**
     * Returns a line for each of the first inputs, with the first line that the input's program
     * printed, and then one line about all programs. Equal inputs with equal lines share a line.
     */
    static List<String> answer(Command.Spec spec, Command.Output output) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int listed = output.firstLines().size();
        for (int at = 0; at < listed; at++) {
            String input = shown(spec.inputs().get(at).toString());
            String shown =
                    input.length() > SHOWN_INPUT ? input.substring(0, SHOWN_INPUT) + "…" : input;
            counts.merge(shown + ": " + output.firstLines().get(at), 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>();
        counts.forEach(
                (line, count) -> lines.add(count == 1 ? line : line + " (" + count + " times)"));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d %s%s, stdout sha256 %s…",
                        output.commands(),
                        output.commands() == 1 ? "command" : "commands",
                        listed < output.commands() ? " (the first %d shown)".formatted(listed) : "",
                        output.stdoutSha256().substring(0, SHOWN_DIGITS)));
        return lines;
    }

    /**
     * Joins the last lines of a text that are not blank into one line, and shortens lines that are
     * too long.
     *
     * @param most the largest number of lines to join
     */
    static String lastLines(String text, int most) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size()).stream()
                .map(line -> shown(line.strip()))
                .map(line ->
                        line.length() > SHOWN_LINE ? line.substring(0, SHOWN_LINE) + "…" : line)
                .collect(Collectors.joining(" | "));
    }
}
