package regatta.workload.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts an input into the arguments of a program, with GNU parallel's placeholders.
 *
 * <ul>
 *   <li><code>{}</code> is the input, <code>{.}</code> the input without its extension;
 *   <li><code>{/}</code> is the input's last part, <code>{//}</code> the path before the last part,
 *       <code>{/.}</code> the last part without its extension;
 *   <li><code>{#}</code> is the number of the task, from 1, <code>{%}</code> the number of the
 *       slot, from 1;
 *   <li><code>{2}</code>, <code>{2.}</code>, <code>{2/}</code>, <code>{2//}</code> and <code>{2/.}
 *       </code> mean the second value of an input that has several values.
 * </ul>
 *
 * <p>If no argument has a placeholder, the input becomes the last argument. An argument that is
 * nothing but a placeholder becomes one argument for each value of the input. Within a longer
 * argument, spaces separate the values. Placeholders within the input itself are not replaced.
 */
final class Template {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(#|%|(\\d{0,3})(\\.|//|/\\.|/)?)}");

    private final Input input;
    private final int number;
    private final int slot;

    /**
     * Prepares to replace the placeholders for one task.
     *
     * @param number the task's number, from 1
     * @param slot the slot's number, from 1
     */
    Template(Input input, int number, int slot) {
        this.input = input;
        this.number = number;
        this.slot = slot;
    }

    /**
     * Returns the arguments that the program gets; the first argument is the program's own name.
     */
    List<String> arguments(List<String> argv) {
        List<String> arguments = new ArrayList<>();
        boolean any = false;
        for (String each : argv) {
            any |= isTemplate(each);
            Matcher whole = PLACEHOLDER.matcher(each);
            if (whole.matches()) {
                arguments.addAll(values(whole));
            } else {
                arguments.add(text(each));
            }
        }
        if (!any) {
            arguments.addAll(input.values());
        }
        return arguments;
    }

    /** Returns the text with every placeholder replaced. */
    String text(String template) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(String.join(" ", values(found))));
    }

    private boolean isTemplate(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .anyMatch(found -> !isBeyond(found.group(2) == null ? "" : found.group(2)));
    }

    /**
     * Returns whether the input has no value with the number of a placeholder. The program then
     * gets the placeholder unchanged.
     */
    private boolean isBeyond(String digits) {
        return !digits.isEmpty()
                && (Integer.parseInt(digits) < 1
                        || Integer.parseInt(digits) > input.values().size());
    }

    private List<String> values(MatchResult found) {
        String what = found.group(1);
        if (what.equals("#")) {
            return List.of(Integer.toString(number));
        }
        if (what.equals("%")) {
            return List.of(Integer.toString(slot));
        }
        String digits = found.group(2);
        if (isBeyond(digits)) {
            return List.of(found.group());
        }
        String form = found.group(3) == null ? "" : found.group(3);
        List<String> chosen =
                digits.isEmpty()
                        ? input.values()
                        : List.of(input.values().get(Integer.parseInt(digits) - 1));
        return chosen.stream().map(value -> formed(value, form)).toList();
    }

    private static String formed(String value, String form) {
        return switch (form) {
            case "." -> withoutExtension(value);
            case "/" -> last(value);
            case "//" -> before(value);
            case "/." -> withoutExtension(last(value));
            default -> value;
        };
    }

    private static String withoutExtension(String value) {
        int dot = value.lastIndexOf('.');
        return dot > value.lastIndexOf('/') ? value.substring(0, dot) : value;
    }

    private static String last(String value) {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /**
     * Returns what is before the last part of a path, by the rules of Perl's {@code dirname}, as
     * GNU parallel does.
     */
    private static String before(String value) {
        String path = value;
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return ".";
        }
        while (slash > 0 && path.charAt(slash - 1) == '/') {
            slash--;
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
