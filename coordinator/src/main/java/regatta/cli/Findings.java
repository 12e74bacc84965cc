package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Collects and prints the findings of {@code regatta doctor}. Confined to one thread. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    private enum Grade {
        OK,
        WARN,
        FAIL
    }

    /** The finding of one check. The advice is empty if the user has nothing to do. */
    private record Finding(Grade grade, String what, String found, String advice) {}

    void ok(String what, String found) {
        all.add(new Finding(Grade.OK, what, found, ""));
    }

    void warn(String what, String found, String advice) {
        all.add(new Finding(Grade.WARN, what, found, advice));
    }

    void fail(String what, String found, String advice) {
        all.add(new Finding(Grade.FAIL, what, found, advice));
    }

    /** Returns whether a finding prevents a node from running on this machine. */
    boolean failed() {
        return all.stream().anyMatch(each -> each.grade == Grade.FAIL);
    }

    void print(ClientOptions options) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Finding each : all) {
            list.addObject()
                    .put("grade", each.grade.name())
                    .put("what", each.what)
                    .put("found", each.found)
                    .put("advice", each.advice);
        }
        if (!options.printed(list)) {
            for (Finding each : all) {
                String grade = each.grade == Grade.OK ? "ok" : each.grade.name();
                options.out().printf("%-5s %-17s %s%n", grade, each.what, each.found);
                if (!each.advice.isEmpty()) {
                    options.out().printf("%23s %s%n", "→", each.advice);
                }
            }
            options.out().flush();
        }
    }
}
