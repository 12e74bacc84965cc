package regatta.comparison.plan;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.SlotAccount;

/**
 * Models the report of a {@link Canonical} workload's job on two cores. The next task goes to the
 * slot that is free first. A computing task has a core, or a share of one.
 */
final class ModelledRun {
    private static final int CORES = 2;
    private static final double MEMORY_SLOWDOWN = 1.6;
    private static final double IN_PROCESS = 20e-6;
    private static final double BETWEEN_PROCESSES = 400e-6;

    /** Even an empty task takes this long. */
    private static final double LEAST = 1e-6;

    private final Arm arm;
    private final int slots;
    private final double overhead;
    private double cpu;
    private double alone;

    private ModelledRun(Arm arm) {
        this.arm = arm;
        boolean apart = arm.mode().equals("processes");
        this.slots = apart ? Math.min(arm.slots(), CORES) : arm.slots();
        this.overhead = apart ? BETWEEN_PROCESSES : IN_PROCESS;
    }

    static RunReport of(Arm arm, Canonical canonical) {
        return new ModelledRun(arm).report(canonical.scripts());
    }

    private RunReport report(List<String> scripts) {
        double[] ran = scripts.stream().mapToDouble(this::seconds).toArray();
        double scheduled = schedule(ran);
        int cores = arm.mode().equals("async") ? 1 : Math.min(CORES, slots);
        double least = Math.max(cpu / cores, arm.mode().equals("processes") ? 0 : alone);
        double wall = Math.max(scheduled, least);
        double given = Arrays.stream(ran).sum();
        double starved = Math.min(ran.length * overhead, slots * wall / 2);
        double running = given;
        double queued = 0;
        if (least > scheduled && arm.mode().equals("async")) {
            // A task that waits for the loop does not run yet.
            starved = slots * wall - given;
        } else if (least > scheduled) {
            // A task without a core, or without the lock, runs longer by the time that it waits.
            running = slots * wall - starved;
            queued = alone > cpu / cores ? 0 : running - given;
        }
        double stretch = running / given;
        double drained = Math.max(0, slots * wall - running - starved);
        double longest = Arrays.stream(ran).max().orElseThrow() * stretch;
        int tasks = ran.length;
        Distribution none = new Distribution(0, 0, 0, 0, 0, 0);
        return new RunReport(
                arm.mode(),
                slots,
                tasks,
                tasks,
                0,
                wall,
                cpu,
                false,
                new RunReport.Ready(queued, tasks),
                new SlotAccount(running, starved, drained),
                none,
                none,
                new Distribution(0, 0, longest, longest, running / tasks, running),
                new Distribution(
                        overhead, overhead, overhead, overhead, overhead, overhead * tasks),
                List.of(new RunReport.WorkerShare("w1", tasks, running)));
    }

    private double seconds(String script) {
        double seconds = LEAST;
        String[] words = script.isEmpty() ? new String[0] : script.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            double amount = Double.parseDouble(words[i + 1]) / 1e3;
            double slower = words[i].equals("memory") && slots > 1 ? 10 * MEMORY_SLOWDOWN : 10;
            switch (words[i]) {
                case "cpu" -> cpu += amount;
                case "lock" -> {
                    cpu += amount;
                    alone += amount;
                }
                case "memory" -> {
                    amount *= slower;
                    cpu += amount;
                }
                default -> {}
            }
            seconds += words[i].equals("fail") ? 0 : amount;
        }
        return seconds;
    }

    private double schedule(double[] ran) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int i = 0; i < slots; i++) {
            free.add(0.0);
        }
        // One coordinator hands out all tasks, one after another.
        double handedOut = 0;
        double end = 0;
        for (double seconds : ran) {
            handedOut += slots > 1 ? overhead : 0;
            double done = Math.max(free.remove(), handedOut) + seconds;
            end = Math.max(end, done);
            free.add(done);
        }
        return end;
    }
}
