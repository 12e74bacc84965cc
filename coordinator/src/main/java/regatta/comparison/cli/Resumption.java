package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import regatta.cli.CommandException;
import regatta.cli.Exit;
import regatta.comparison.ReportJson;
import regatta.comparison.Verification;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.report.ComparisonReport;
import regatta.comparison.report.Incomplete;
import regatta.document.Figures;
import regatta.machine.NodeWatch;
import regatta.protocol.NodeInfo;

/**
 * An interrupted {@code compare} command, read from its report.json.
 *
 * @param report the report of the rounds that the interrupted command ran
 * @param left the comparisons that remain to be submitted, the interrupted comparison first
 */
record Resumption(ComparisonReport report, List<Submission> left) {

    /**
     * Reads an incomplete report.json.
     *
     * @throws CommandException if the command cannot be resumed; the message names the file and the
     *     reason
     */
    static Resumption read(Path file) {
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException unreadable) {
            throw refused(file, "cannot be read");
        }
        try {
            List<String> differences = Verification.of(json).differences();
            if (!differences.isEmpty()) {
                throw refused(file, "was changed: " + differences.getFirst());
            }
            return of(file, ReportJson.read(json));
        } catch (IOException | IllegalArgumentException unreadable) {
            String why = String.valueOf(unreadable.getMessage()).lines().findFirst().orElse("");
            throw refused(file, "is not a report.json that compare wrote: " + why);
        }
    }

    private static Resumption of(Path file, ComparisonReport report) {
        Incomplete incomplete = report.incomplete();
        if (incomplete == null) {
            throw refused(file, "is complete: no round is missing");
        }
        if (incomplete.left().isEmpty()) {
            throw refused(
                    file,
                    "does not list what remains to run; only a report.json that compare wrote does");
        }
        if (!incomplete.secrets().isEmpty()) {
            throw refused(
                    file,
                    "lacks the secrets of its jobs (%s), which no report holds; compare them anew"
                            .formatted(String.join(", ", incomplete.secrets())));
        }
        report.begun().ifPresent(begun -> checkSequence(file, begun));
        checkMachine(file, report.machine().before());
        return new Resumption(
                report,
                incomplete.left().stream()
                        .map(left ->
                                new Submission(
                                        (ObjectNode) ReportJson.treeOf(left.submission()),
                                        left.sized(),
                                        left.ownOrigin()))
                        .toList());
    }

    /**
     * Rejects a file whose rounds are not in the order of the plan, because an uninterrupted
     * comparison would have other rounds.
     */
    private static void checkSequence(Path file, Comparison begun) {
        List<Round> rounds = begun.rounds();
        for (int at = 0; at < rounds.size(); at++) {
            Round round = rounds.get(at);
            Optional<Plan.Turn> turn = begun.plan().next(rounds.subList(0, at));
            boolean planned =
                    turn.isPresent()
                            && turn.get().arm().label().equals(round.arm())
                            && turn.get().block() == round.block();
            if (!planned) {
                throw refused(
                        file,
                        "has a round that its plan does not: number %d, %s in block %d"
                                .formatted(at + 1, round.arm(), round.block()));
            }
        }
    }

    private static void checkMachine(Path file, NodeInfo then) {
        NodeInfo now = new NodeWatch(Duration.ZERO, then.kernels()).look();
        String before = machine(then);
        String here = machine(now);
        if (!before.equals(here)) {
            throw refused(
                    file,
                    "was measured on %s, but this machine is %s. Rounds of different machines cannot be combined"
                            .formatted(before, here));
        }
    }

    private static String machine(NodeInfo node) {
        return "%s with %s cores, %s, JDK %s, Regatta %s"
                .formatted(
                        node.cpu(),
                        Figures.cores(node.cores()),
                        node.system(),
                        node.jdk(),
                        node.regatta());
    }

    /** Returns the comparisons that have all their rounds. */
    List<Comparison> complete() {
        List<Comparison> all =
                report.comparisons().stream().map(ComparisonReport.Compared::comparison).toList();
        Incomplete incomplete = Objects.requireNonNull(report.incomplete());
        boolean lastBegun = incomplete.rounds() > 0 && incomplete.begun() == null;
        return lastBegun ? all.subList(0, all.size() - 1) : all;
    }

    private static CommandException refused(Path file, String why) {
        return new CommandException(Exit.USAGE, "--resume: %s %s".formatted(file, why));
    }
}
