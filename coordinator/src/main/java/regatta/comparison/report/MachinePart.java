package regatta.comparison.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.NodeGroup;
import regatta.document.Document.Block;
import regatta.document.Document.Notes;
import regatta.document.Document.Paragraph;
import regatta.document.Figures;
import regatta.protocol.NodeInfo;

/** The part of a report that describes the machines of the rounds. */
final class MachinePart {
    private MachinePart() {}

    /**
     * Returns one line that says when the first round began, and names the processor and the cores
     * of the coordinator's machine.
     */
    static String brief(ComparisonReport report) {
        NodeInfo node = report.machine().before();
        return "%s · %s, %s"
                .formatted(
                        DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                                .withZone(ZoneOffset.UTC)
                                .format(report.startedAt()),
                        node.cpu(),
                        Figures.cores(node.cores()) + (node.cores() == 1 ? " core" : " cores"));
    }

    /** Describes the coordinator's machine, then each group of other nodes. */
    static List<Block> of(ComparisonReport report) {
        Machine machine = report.machine();
        List<String> others = machine.nodes().stream().map(MachinePart::group).toList();
        String coordinator =
                "Run at %s on %s"
                        .formatted(
                                report.startedAt(),
                                node(
                                        machine.before(),
                                        machine.loadDuring(),
                                        machine.stealDuring()));
        List<String> nodes = new ArrayList<>(List.of(coordinator));
        nodes.addAll(others);
        return List.of(new Notes(nodes), new Paragraph(flags(machine)));
    }

    /** Returns a sentence about JVM arguments that only some of the nodes have. */
    private static String flags(Machine machine) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        nodes.put("the coordinator", machine.before().flags());
        machine.nodes().forEach(group -> nodes.put(group.pool(), group.before().flags()));
        Map<String, List<String>> having = new LinkedHashMap<>();
        nodes.forEach((name, flags) ->
                new LinkedHashSet<>(flags)
                        .forEach(flag ->
                                having.computeIfAbsent(flag, _ -> new ArrayList<>()).add(name)));
        String differing =
                having.entrySet().stream()
                        .filter(flag -> flag.getValue().size() < nodes.size())
                        .map(flag ->
                                "%s (%s)"
                                        .formatted(
                                                flag.getKey(), String.join(", ", flag.getValue())))
                        .collect(Collectors.joining("; "));
        return differing.isEmpty()
                ? "All JVMs had the same arguments."
                : "JVM arguments that not all have: " + differing + ".";
    }

    private static String group(NodeGroup group) {
        String where = group.here() ? "the same machine" : group.host();
        return "%s of %s at %s: %s"
                .formatted(
                        Figures.counted(group.nodes(), "node"),
                        group.pool(),
                        where,
                        node(group.before(), group.loadDuring(), group.stealDuring()));
    }

    private static String node(NodeInfo node, double loadDuring, double stealDuring) {
        return ("%s, %s, %s, JDK %s, Regatta %s; load average %s before and up to %s during; stolen"
                        + " %s before and %s during")
                .formatted(
                        node.cpu(),
                        Figures.cores(node.cores()) + (node.cores() == 1 ? " core" : " cores"),
                        node.system(),
                        node.jdk(),
                        node.regatta(),
                        load(node.load()),
                        load(loadDuring),
                        stolen(node.steal()),
                        stolen(stealDuring));
    }

    private static String stolen(double share) {
        return share < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String load(double load) {
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }
}
