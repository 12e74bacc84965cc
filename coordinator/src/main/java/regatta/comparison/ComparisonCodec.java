package regatta.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;
import regatta.coordinator.store.ComparisonStore;
import regatta.coordinator.store.JobJson;
import regatta.protocol.Failure;

/**
 * Turns a comparison into the documents that a store keeps: the spec without its jobs (the head),
 * the jobs, the summary and each round. Safe from any thread.
 */
final class ComparisonCodec {
    private final JobJson json;

    ComparisonCodec(JobJson json) {
        this.json = json;
    }

    /** Writes the spec without its jobs. */
    static byte[] head(ComparisonSpec spec) {
        return JobJson.write(new Head(spec.name(), spec.title(), spec.workload(), spec.plan()));
    }

    /** Writes everything in a comparison except the spec and the rounds. */
    static byte[] summary(ComparisonView comparison) {
        return JobJson.write(
                new Summary(
                        comparison.id(),
                        comparison.state(),
                        comparison.submittedAt(),
                        comparison.startedAt(),
                        comparison.endedAt(),
                        comparison.machine(),
                        comparison.notes(),
                        comparison.failure(),
                        comparison.version()));
    }

    /** Writes a round without the sample of its attempts. */
    static byte[] round(Round round) {
        return JobJson.write(round.with(AttemptSample.NONE));
    }

    /** Writes the sample of a round's attempts. */
    static byte[] sample(Round round) {
        return JobJson.write(round.sample());
    }

    static AttemptSample sample(byte[] sample) {
        return JobJson.read(sample, AttemptSample.class);
    }

    private static Round round(ComparisonStore.RoundDocuments kept) {
        byte[] sample = kept.sample();
        Round round = round(kept.round());
        return sample == null ? round : round.with(sample(sample));
    }

    static Round round(byte[] round) {
        ObjectNode tree = (ObjectNode) JobJson.tree(round);
        if (!tree.has("conditions")) { // versions before 0.1.0 wrote these two fields elsewhere
            tree.putObject("conditions")
                    .put("others", tree.path("others").asDouble())
                    .put("elapsedSeconds", tree.at("/report/wallSeconds").asDouble());
        }
        if (!tree.has("answer")) { // rounds of earlier versions have no answer
            tree.putArray("answer");
        }
        return JobJson.read(tree, Round.class);
    }

    /**
     * Reads a head. In heads of earlier versions, arms have no placement and no style. For these
     * arms the reader derives both from the name of the mode, as the earlier versions did.
     */
    private static Head head(byte[] head) {
        JsonNode tree = JobJson.tree(head);
        for (JsonNode each : tree.at("/plan/arms")) {
            if (each instanceof ObjectNode arm && !arm.has("placement")) {
                String mode = arm.path("mode").asText();
                arm.put("placement", placement(mode).name()).put("style", style(mode).name());
            }
        }
        return JobJson.read(tree, Head.class);
    }

    private static Placement placement(String mode) {
        return switch (mode) {
            case "processes" -> Placement.LOCAL_PROCESSES;
            case "cluster" -> Placement.NODES;
            default -> Placement.IN_PROCESS;
        };
    }

    private static Style style(String mode) {
        return switch (mode) {
            case "batch" -> Style.SEQUENTIAL;
            case "virtual-threads" -> Style.VIRTUAL_THREADS;
            case "fork-join" -> Style.FORK_JOIN;
            case "async" -> Style.EVENT_LOOP;
            default -> Style.THREADS;
        };
    }

    private static Summary summary(byte[] summary) {
        JsonNode tree = JobJson.tree(summary);
        if (tree.get("machine") instanceof ObjectNode machine && !machine.has("before")) {
            // Versions before 0.1.0 wrote these fields elsewhere.
            ObjectNode before = machine.deepCopy();
            before.put("load", machine.path("loadBefore").asDouble());
            before.put("steal", machine.path("stealBefore").asDouble());
            machine.set("before", before);
            machine.set("loadDuring", machine.path("loadAfter"));
            machine.putArray("nodes");
        }
        return JobJson.read(tree, Summary.class);
    }

    static byte[] jobs(ComparisonSpec spec) {
        List<Record> different = new ArrayList<>();
        List<Integer> workloads = new ArrayList<>();
        // Arms with the same workload share one object. The code compares identities of objects,
        // because comparing lists of megabytes would take long.
        IdentityHashMap<Record, Integer> places = new IdentityHashMap<>();
        for (JobSpec job : spec.jobs()) {
            Integer known = places.putIfAbsent(job.workload(), different.size());
            if (known == null) {
                different.add(job.workload());
            }
            workloads.add(known == null ? different.size() - 1 : known);
        }
        return JobJson.write(
                new Jobs(different.stream().map(JobJson::tree).toList(), spec.jobs(), workloads));
    }

    /**
     * Reads a comparison. If the store read the documents for a list of comparisons, the comparison
     * has no jobs.
     */
    ComparisonView comparison(ComparisonStore.Documents kept) {
        byte[] jobs = kept.jobs();
        Head first = head(kept.head());
        ComparisonSpec spec =
                new ComparisonSpec(
                        first.name(),
                        first.title(),
                        first.workload(),
                        first.plan(),
                        jobs == null ? List.of() : jobs(jobs));
        Summary read = summary(kept.summary());
        return new ComparisonView(
                read.id(),
                kept.order(),
                read.state(),
                spec,
                read.submittedAt(),
                read.startedAt(),
                read.endedAt(),
                kept.rounds().stream().map(ComparisonCodec::round).toList(),
                null,
                read.machine(),
                read.notes(),
                read.failure(),
                read.endedAt() == null ? ComparisonView.ITS_TURN : null,
                read.version());
    }

    private List<JobSpec> jobs(byte[] body) {
        Jobs stored = JobJson.read(body, Jobs.class);
        List<@Nullable Record> workloads = new ArrayList<>();
        stored.workloads().forEach(_ -> workloads.add(null));
        List<JobSpec> jobs = new ArrayList<>();
        for (int i = 0; i < stored.jobs().size(); i++) {
            JobSpec job = stored.jobs().get(i);
            int index = stored.workloadOf().get(i);
            Record workload = workloads.get(index);
            if (workload == null) {
                workload = json.spec(job.kind(), stored.workloads().get(index));
                workloads.set(index, workload);
            }
            jobs.add(job.with(workload, job.comparisonOrNull()));
        }
        return jobs;
    }

    /**
     * The jobs of all arms. A workload that several jobs share is stored once.
     *
     * @param workloadOf for each job, the index of the job's workload in {@code workloads}
     */
    private record Jobs(List<JsonNode> workloads, List<JobSpec> jobs, List<Integer> workloadOf) {}

    private record Head(String name, String title, Map<String, Object> workload, Plan plan) {}

    private record Summary(
            ComparisonId id,
            JobState state,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Machine machine,
            List<String> notes,
            @Nullable Failure failure,
            long version) {}
}
