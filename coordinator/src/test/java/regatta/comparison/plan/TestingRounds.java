package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.SlotAccount;
import regatta.protocol.NodeInfo;

/** Comparisons whose times a test decides. */
public final class TestingRounds {
    public static final Machine TWO_CORES = machine(2, 0.1);

    private TestingRounds() {}

    /** A machine that is quiet except for its load before the rounds. */
    public static Machine machine(int cores, double load) {
        return new Machine(
                new NodeInfo(1, cores, "A CPU", "Linux", "25", List.of(), "0.1.0", load, 0),
                1.9,
                0,
                List.of());
    }

    /** The conditions of an undisturbed round. */
    public static Conditions quiet(double seconds) {
        return new Conditions(0, 0, 2 * seconds, 0, seconds);
    }

    /** Arms with one slot for batch and two for all others. */
    public static List<Arm> arms(String... modes) {
        return Arm.each(modes(modes), List.of(2), List.of());
    }

    /** The modes of these names as the configuration has them; any other name is one of threads. */
    public static List<Mode> modes(String... names) {
        return Arrays.stream(names).map(TestingRounds::mode).toList();
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "batch" -> mode(name, Placement.IN_PROCESS, Style.SEQUENTIAL);
            case "virtual-threads" -> mode(name, Placement.IN_PROCESS, Style.VIRTUAL_THREADS);
            case "fork-join" -> mode(name, Placement.IN_PROCESS, Style.FORK_JOIN);
            case "async" -> mode(name, Placement.IN_PROCESS, Style.EVENT_LOOP);
            case "processes" -> mode(name, Placement.LOCAL_PROCESSES, Style.THREADS);
            case "cluster" -> mode(name, Placement.NODES, Style.THREADS);
            default -> mode(name, Placement.IN_PROCESS, Style.THREADS);
        };
    }

    public static Mode mode(String name, Placement placement, Style style) {
        return new Mode(name, placement, style, style == Style.SEQUENTIAL ? 1 : 256, false, "");
    }

    /** An arm that is named as its mode. */
    public static Arm arm(String mode, int slots) {
        return arm(mode(mode), slots);
    }

    public static Arm arm(Mode mode, int slots) {
        return new Arm(mode.name(), mode.name(), mode.placement(), mode.style(), slots, List.of());
    }

    /**
     * A comparison of tasks that keep a core busy; {@code seconds} gives the time by arm and block.
     */
    public static Comparison computing(
            List<Arm> arms, int rounds, ToDoubleBiFunction<Arm, Integer> seconds) {
        return of(arms, rounds, seconds, 1.0);
    }

    /**
     * A comparison of one warm-up and some rounds of 20 tasks.
     *
     * @param onCpu the share of the running time that was on a processor
     */
    public static Comparison of(
            List<Arm> arms, int rounds, ToDoubleBiFunction<Arm, Integer> seconds, double onCpu) {
        Plan plan = Plan.of(arms, 1, rounds, 7);
        List<Round> done = new ArrayList<>();
        for (Optional<Plan.Turn> next = plan.next(done); next.isPresent(); next = plan.next(done)) {
            Plan.Turn turn = next.get();
            double wall = seconds.applyAsDouble(turn.arm(), turn.block());
            String label = turn.arm().label();
            done.add(
                    new Round(
                            label,
                            turn.block(),
                            turn.warmUp(),
                            "j" + done.size(),
                            quiet(wall),
                            report(turn.arm(), wall, onCpu)));
        }
        return new Comparison(
                "sum of squares", Map.of("kind", "sum-of-squares"), plan, done, Map.of());
    }

    /** The same comparison, where each round says something of its output. */
    public static Comparison with(Comparison comparison, UnaryOperator<Round> said) {
        return new Comparison(
                comparison.title(),
                comparison.workload(),
                comparison.plan(),
                comparison.rounds().stream().map(said).toList(),
                comparison.startSeconds(),
                comparison.notes());
    }

    /** The same round, with what is known of its output. */
    public static Round said(Round round, List<String> answer, @Nullable String unfit) {
        return said(round, answer, unfit, round.figures());
    }

    /** The same round, with what is known of its output and what that says in numbers. */
    static Round said(
            Round round, List<String> answer, @Nullable String unfit, Map<String, Double> figures) {
        return new Round(
                round.arm(),
                round.block(),
                round.warmUp(),
                round.job(),
                round.startedAt(),
                round.startSeconds(),
                round.conditions(),
                round.report(),
                answer,
                unfit,
                figures,
                round.output(),
                round.sample());
    }

    /** A report whose slots run for nine tenths of the time and are drained for the rest. */
    public static RunReport report(Arm arm, double wall, double onCpu) {
        int slots = arm.slots();
        double running = 0.9 * wall * slots;
        Distribution ran = new Distribution(0.01, 0.01, 0.02, 0.02, running / 20, running);
        Distribution overhead = new Distribution(12e-6, 20e-6, 30e-6, 40e-6, 12.5e-6, 20 * 12.5e-6);
        Distribution none = new Distribution(0, 0, 0, 0, 0, 0);
        return new RunReport(
                arm.mode(),
                slots,
                20,
                20,
                0,
                wall,
                onCpu < 0 ? -1 : running * onCpu,
                false,
                onCpu < 0 ? null : new RunReport.Ready(0, 20),
                new SlotAccount(running, 0, 0.1 * wall * slots),
                none,
                none,
                ran,
                overhead,
                List.of(new RunReport.WorkerShare("w1", 20, running)));
    }

    /**
     * Where slot time went.
     *
     * @param waiting the part of running that waited, the rest being on a processor; −1 where not
     *     known
     */
    static ArmSummary.Shares shares(
            double running, double handOver, double drained, double waiting) {
        double onCpu = waiting < 0 ? -1 : 1 - waiting;
        return new ArmSummary.Shares(running, handOver, 0, drained, onCpu, waiting < 0 ? -1 : 0);
    }

    /** The same report of a job that took another time. */
    static RunReport withWall(RunReport report, double wall) {
        return new RunReport(
                report.mode(),
                report.slots(),
                report.tasks(),
                report.attempts(),
                report.repeatedAttempts(),
                wall,
                report.cpuSeconds(),
                report.cpuShared(),
                report.ready(),
                report.slotAccount(),
                report.queued(),
                report.waited(),
                report.ran(),
                report.delay(),
                report.workers());
    }
}
