package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import regatta.protocol.NodeInfo;

/** Finds differences between the JVMs and machines on which the arms run. */
final class ConditionsOfArms {
    /** JVM arguments that change how fast a JVM runs tasks. */
    private static final Pattern MATTERS =
            Pattern.compile(
                    "-X(int|comp|batch)|-XX:(TieredStopAtLevel|ActiveProcessorCount|UseAVX)=.*"
                            + "|-XX:[+-](TieredCompilation|UseSuperWord|UseJVMCICompiler)"
                            + "|-XX:CICompilerCount=.*"
                            + "|-XX:(CompileThreshold|Tier\\w+|MaxInline\\w+|ParallelGCThreads)=.*"
                            + "|-XX:[+-](Inline|UseCompressedOops)|-XX:\\+Use\\w+GC|-(javaagent|agentlib|agentpath):.*|-ea.*|-enableassertions.*");

    /**
     * If one arm takes at least this many times as much processor time as another arm, a difference
     * between the arms' JVMs may explain the verdict.
     */
    private static final double DIFFERS = 1.1;

    private final Machine machine;

    ConditionsOfArms(Machine machine) {
        this.machine = machine;
    }

    /**
     * Returns a sentence for each condition that differs between arms. Each sentence names the
     * arms.
     */
    List<String> differences(List<ArmSummary> arms) {
        List<String> found = ofJvms(arms);
        add(
                "affinity",
                arms,
                node -> node.affinity() == 0 ? "" : node.affinity() + " cores",
                found);
        return found;
    }

    /**
     * Returns the differences between JVMs that can make the same tasks cost more. A difference in
     * the size of machines does not count, because arms may differ in size on purpose.
     */
    private List<String> ofJvms(List<ArmSummary> arms) {
        List<String> found = new ArrayList<>();
        add("JVM arguments", arms, ConditionsOfArms::flags, found);
        add("JDK", arms, NodeInfo::jdk, found);
        add("kernels", arms, node -> String.join(", ", node.kernels()), found);
        add("quota", arms, ConditionsOfArms::quota, found);
        return found;
    }

    /**
     * Returns a difference that could explain the verdict; empty if no difference could explain the
     * verdict. The difference is between the recommended arm and the reference. If the reference is
     * recommended, the difference is between any arms.
     */
    Optional<String> decisive(List<ArmSummary> arms, ArmSummary use, ArmSummary reference) {
        List<String> differ =
                use.equals(reference) ? ofJvms(arms) : ofJvms(List.of(reference, use));
        boolean explains =
                use.equals(reference)
                        ? arms.stream().anyMatch(arm -> costsMore(arm, reference))
                        : costsMore(use, reference);
        return explains ? differ.stream().findFirst() : Optional.empty();
    }

    private static boolean costsMore(ArmSummary one, ArmSummary other) {
        if (one.cpuSeconds() <= 0 || other.cpuSeconds() <= 0) {
            return true;
        }
        double times = one.cpuSeconds() / other.cpuSeconds();
        return Math.max(times, 1 / times) >= DIFFERS;
    }

    private static String flags(NodeInfo node) {
        return node.flags().stream()
                .filter(MATTERS.asMatchPredicate())
                .sorted()
                .distinct()
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(" "), all -> all.isEmpty() ? "none" : all));
    }

    private static String quota(NodeInfo node) {
        return node.quota() > 0 ? Words.cores(node.quota()) : "none";
    }

    private void add(
            String what,
            List<ArmSummary> arms,
            Function<NodeInfo, String> value,
            List<String> found) {
        Map<String, Set<String>> byValue = new LinkedHashMap<>();
        for (ArmSummary arm : arms) {
            for (NodeInfo node : nodes(arm)) {
                String of = value.apply(node);
                if (!of.isEmpty()) {
                    byValue.computeIfAbsent(of, _ -> new LinkedHashSet<>()).add(Words.label(arm));
                }
            }
        }
        if (byValue.size() > 1) {
            String each =
                    byValue.entrySet().stream()
                            .map(entry ->
                                    "%s with %s"
                                            .formatted(
                                                    String.join(", ", entry.getValue()),
                                                    entry.getKey()))
                            .collect(Collectors.joining("; "));
            found.add("The arms differ in their " + what + ": " + each);
        }
    }

    /**
     * Returns the nodes that ran an arm: the nodes of the arm's pool or, if the pool has no nodes,
     * the coordinator's node.
     */
    private List<NodeInfo> nodes(ArmSummary arm) {
        List<NodeInfo> own =
                machine.nodes().stream()
                        .filter(group -> group.pool().equals(arm.arm().mode()))
                        .map(NodeGroup::before)
                        .toList();
        return own.isEmpty() ? List.of(machine.before()) : own;
    }
}
