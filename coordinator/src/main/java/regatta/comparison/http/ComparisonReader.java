package regatta.comparison.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Arm.Variation;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.SystemDelay;
import regatta.coordinator.api.JobRules;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.http.JobReader;
import regatta.coordinator.http.SubmissionReader;
import regatta.http.Fields;
import regatta.http.Json;
import regatta.http.ProblemException;
import regatta.protocol.SlotOffer;
import regatta.secret.Secrets;
import regatta.workload.Field;
import regatta.workload.Figure;
import regatta.workload.TypedSpec;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Reads a submitted comparison: a job without a mode, and the arms to compare. The reader checks
 * the job of each arm as if a client submitted only that job. Safe from any thread.
 */
public final class ComparisonReader {
    /** Fields of the job. The values of these fields apply to the job of every round. */
    private static final Set<String> OF_THE_JOB =
            Set.of("workload", "name", "maxAttempts", "taskTimeout", "priority");

    private static final Set<String> OWN =
            Set.of("modes", "slots", "rounds", "vary", "seed", "budget");
    private static final int WARM_UPS = 1;
    private static final int DEFAULT_ROUNDS = 3;
    private static final int MOST_ROUNDS = 1_000;
    private static final int MOST_ARMS = 200;
    private static final int SHOWN_ENTRIES = 10;
    private static final Duration LONGEST_BUDGET = Duration.ofDays(7);
    private static final Duration USUAL_BUDGET =
            Duration.ofSeconds((long) Plan.USUAL_BUDGET_SECONDS);

    private final SubmissionReader jobs;
    private final Workloads workloads;
    private final List<Mode> modes;
    private final ComparisonSettings settings;

    public ComparisonReader(
            SubmissionReader jobs,
            Workloads workloads,
            List<Mode> modes,
            ComparisonSettings settings) {
        this.jobs = jobs;
        this.settings = settings;
        this.workloads = workloads;
        this.modes = modes.stream().sorted(Mode.SIMPLEST_FIRST).toList();
    }

    /** A comparison, and the size of its workloads in bytes of JSON. */
    record Read(ComparisonSpec spec, long bytes) {}

    /**
     * Reads a comparison.
     *
     * @param workers the current workers. If the body names no modes, a mode of worker nodes is
     *     compared only if one of these workers has joined the mode.
     * @throws ProblemException with status 422 if fields are wrong; the exception names every wrong
     *     field
     */
    Read read(ObjectNode body, List<WorkerView> workers) {
        Set<String> known = new HashSet<>(OF_THE_JOB);
        known.addAll(OWN);
        Fields fields = new Fields(body, known);
        ObjectNode base = body.deepCopy();
        base.remove(OWN);
        base.remove("name");
        base.properties().removeIf(field -> !OF_THE_JOB.contains(field.getKey()));
        String name = Objects.requireNonNullElse(JobReader.name(fields), "");
        VariedField varied = new VariedField(fields(base));
        ArmJobs armJobs = new ArmJobs(jobs, varied, base, name);
        armJobs.check(fields);
        ArmFields arms = new ArmFields(body, fields, varied);
        List<Mode> wanted = arms.modes(modes, workers);
        List<Integer> slots = arms.numbers("slots", SlotOffer.MAX).stream().distinct().toList();
        List<Variation> variations = arms.variations();
        List<Integer> looks = looks(arms, fields);
        OptionalInt seed = fields.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
        Duration budget = fields.duration("budget", LONGEST_BUDGET).orElse(USUAL_BUDGET);
        fields.check();
        long combinations = Math.max(1, slots.size()) * (long) wanted.size();
        for (Variation variation : variations) {
            combinations = Math.min(MOST_ARMS + 1L, combinations * variation.values().size());
        }
        if (combinations > MOST_ARMS) {
            fields.add("", "more than %d arms".formatted(MOST_ARMS));
            fields.check();
        }
        Plan plan =
                Plan.of(
                                Arm.each(wanted, slots.isEmpty() ? List.of(0) : slots, variations),
                                WARM_UPS,
                                looks.isEmpty() ? List.of(DEFAULT_ROUNDS) : looks,
                                budget.toMillis() / 1e3,
                                seed.isPresent()
                                        ? seed.getAsInt()
                                        : ThreadLocalRandom.current().nextInt())
                        .with(settings.bounds());
        List<JobSpec> specs = jobs(armJobs, plan, fields);
        fields.check();
        checkRules(specs, workers, fields);
        fields.check();
        JobSpec first = specs.getFirst();
        ComparisonSpec spec =
                new ComparisonSpec(
                        name,
                        title(armJobs.base()),
                        shown(first),
                        plan.by(measure(plan, specs)),
                        specs);
        return new Read(spec, armJobs.bytes());
    }

    /**
     * Returns the fields of the workload. Returns an empty list for an unknown kind, because a
     * later check reports the unknown kind.
     */
    private List<Field> fields(ObjectNode base) {
        return workloads
                .find(base.at("/workload/kind").asText())
                .map(Workload::fields)
                .orElse(List.of());
    }

    private String title(JobSpec job) {
        return Secrets.masked(workloads.typed(job.kind(), job.workload()).title());
    }

    /**
     * Checks the rules of the workload. A violation is reported once, even if the violation
     * concerns several arms.
     */
    private void checkRules(List<JobSpec> specs, List<WorkerView> workers, Fields fields) {
        Set<Violation> found = new LinkedHashSet<>();
        for (JobSpec job : specs) {
            TypedSpec<?, ?, ?, ?> spec = workloads.typed(job.kind(), job.workload());
            JobRules.attempts(spec.workload(), job.maxAttempts()).ifPresent(found::add);
            modes.stream()
                    .filter(mode -> mode.name().equals(job.modeOrNull()))
                    .findFirst()
                    .flatMap(mode -> JobRules.machine(spec, mode, workers))
                    .map(wrong -> new Violation("/modes", wrong.detail()))
                    .ifPresent(found::add);
        }
        found.forEach(wrong -> fields.add(wrong.pointer(), wrong.detail()));
    }

    private Measure measure(Plan plan, List<JobSpec> specs) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int at = 0; at < specs.size(); at++) {
            String arm = plan.arms().get(at).label();
            JobSpec job = specs.get(at);
            workloads
                    .typed(job.kind(), job.workload())
                    .reason()
                    .ifPresent(why -> reasons.put(arm, why));
        }
        JobSpec any = specs.getFirst();
        Workload<?, ?, ?, ?> workload = workloads.typed(any.kind(), any.workload()).workload();
        List<Figure> figures = new ArrayList<>(workload.figures());
        if (plan.arms().stream().anyMatch(this::isDispatcher)) {
            figures.add(SystemDelay.P99);
        }
        return new Measure(workload.compared(), figures, reasons);
    }

    private boolean isDispatcher(Arm arm) {
        return modes.stream().anyMatch(mode -> mode.name().equals(arm.mode()) && mode.dispatcher());
    }

    /**
     * Reads the numbers of rounds after which the comparison may end. The last number is the total.
     */
    private static List<Integer> looks(ArmFields arms, Fields fields) {
        List<Integer> looks = arms.numbers("rounds", MOST_ROUNDS);
        if (!looks.isEmpty()) {
            try {
                Plan.checkLooks(looks);
            } catch (IllegalArgumentException wrong) {
                fields.add("/rounds", "rounds " + wrong.getMessage());
            }
        }
        return looks;
    }

    private static List<JobSpec> jobs(ArmJobs jobs, Plan plan, Fields fields) {
        List<JobSpec> specs = new ArrayList<>();
        Set<Violation> found = new HashSet<>();
        for (Arm arm : plan.arms()) {
            try {
                specs.add(jobs.of(arm));
            } catch (ProblemException wrong) {
                for (Violation violation : wrong.violations()) {
                    Violation ofArm = ofArm(arm, violation);
                    if (found.add(ofArm)) {
                        fields.add(ofArm.pointer(), ofArm.detail());
                    }
                }
            }
        }
        return specs;
    }

    /**
     * Returns a violation in the job of an arm as a violation of the field that caused the
     * violation. If the arm varies one field, the violation names that field in {@code vary}. If
     * the arm varies several fields, the violation names {@code vary} as a whole, because each of
     * the fields may be the cause.
     */
    private static Violation ofArm(Arm arm, Violation violation) {
        if (violation.pointer().startsWith("/vary")) {
            return violation;
        }
        String pointer =
                arm.varied().size() == 1
                        ? "/vary/" + Fields.escaped(arm.varied().getFirst().field())
                        : arm.varied().isEmpty() ? violation.pointer() : "/vary";
        return new Violation(
                pointer,
                "%s: %s: %s".formatted(arm.label(), violation.pointer(), violation.detail()));
    }

    /** Returns the workload without secrets and with long lists cut. */
    private static Map<String, Object> shown(JobSpec job) {
        ObjectNode tree = Json.MAPPER.createObjectNode();
        tree.put("kind", job.kind());
        JsonNode workload = Json.tree(job.workload(), SHOWN_ENTRIES);
        tree.setAll((ObjectNode) workload);
        return Json.MAPPER.convertValue(tree, new TypeReference<Map<String, Object>>() {});
    }
}
