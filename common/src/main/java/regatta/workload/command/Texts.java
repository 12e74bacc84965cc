package regatta.workload.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes texts about commands for people. */
final class Texts {
    private static final int SHOWN_INPUT = 60;
    private static final int SHOWN_DIGITS = 16;

    private Texts() {}

    /** Replaces characters that could change what a terminal or a log shows with question marks. */
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

    /**
     * Returns a line for each of the first inputs, with what its program printed first, and one for
     * all of them.
     */
    static List<String> answer(Command.Spec spec, Command.Output output) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < output.firstLines().size(); at++) {
            String input = printable(spec.inputs().get(at).toString());
            lines.add(
                    "%s: %s"
                            .formatted(
                                    input.length() > SHOWN_INPUT
                                            ? input.substring(0, SHOWN_INPUT) + "…"
                                            : input,
                                    output.firstLines().get(at)));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d commands, stdout sha256 %s…",
                        output.commands(),
                        output.stdoutSha256().substring(0, SHOWN_DIGITS)));
        return lines;
    }
}
