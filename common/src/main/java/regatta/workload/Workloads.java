package regatta.workload;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** The workloads that this JVM can run, by kind; immutable. */
public final class Workloads {
    private final Map<String, Workload<?, ?, ?, ?>> byKind;
    private final Map<String, String> digests;

    private Workloads(Map<String, Workload<?, ?, ?, ?>> byKind, Map<String, String> digests) {
        this.byKind = Map.copyOf(byKind);
        this.digests = Map.copyOf(digests);
    }

    /**
     * Loads every workload on the class path.
     *
     * @param settings returns the settings of a kind
     * @throws IllegalArgumentException if two workloads have the same kind, or a setting is out of
     *     range
     */
    public static Workloads load(Function<String, WorkloadSettings> settings) {
        Map<String, Workload<?, ?, ?, ?>> found = new LinkedHashMap<>();
        for (WorkloadProvider provider : ServiceLoader.load(WorkloadProvider.class)) {
            Workload<?, ?, ?, ?> made = provider.create(settings.apply(provider.kind()));
            if (found.put(made.kind(), made) != null) {
                throw new IllegalArgumentException("two workloads of kind " + made.kind());
            }
        }
        return new Workloads(found, Map.of());
    }

    /**
     * Returns a copy with one more workload, which a plug-in brought.
     *
     * @param digest the digest of the plug-in's jars
     */
    public Workloads with(Workload<?, ?, ?, ?> plugged, String digest) {
        Map<String, Workload<?, ?, ?, ?>> all = new LinkedHashMap<>(byKind);
        Map<String, String> known = new LinkedHashMap<>(digests);
        all.put(plugged.kind(), plugged);
        known.put(plugged.kind(), digest);
        return new Workloads(all, known);
    }

    /** Returns each kind that a plug-in brought, with the digest of the plug-in's jars. */
    public Map<String, String> digests() {
        return digests;
    }

    /**
     * Starts a thread that deletes the unfinished files of killed processes. Does not wait for the
     * thread, because disks may be slow.
     */
    public void discardLeftovers() {
        Thread.ofVirtual()
                .name("discard-leftovers")
                .start(() -> byKind.values().forEach(Workload::discardLeftovers));
    }

    public Optional<Workload<?, ?, ?, ?>> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /**
     * Joins a spec with the workload of its kind.
     *
     * @throws IllegalArgumentException if there is no workload of this kind
     * @throws ClassCastException if the spec belongs to another kind
     */
    public TypedSpec<?, ?, ?, ?> typed(String kind, Record spec) {
        Workload<?, ?, ?, ?> workload = byKind.get(kind);
        if (workload == null) {
            throw new IllegalArgumentException("no workload " + kind);
        }
        return TypedSpec.of(workload, spec);
    }

    public Collection<Workload<?, ?, ?, ?>> all() {
        return byKind.values();
    }

    /**
     * Returns {@code kind kernel} for each workload that has a choice of kernels in this JVM,
     * sorted (see {@link Workload#kernel}).
     */
    public List<String> kernels() {
        return byKind.values().stream()
                .flatMap(each -> each.kernel().map(kernel -> each.kind() + " " + kernel).stream())
                .sorted()
                .toList();
    }

    /**
     * Returns the names of everything that this JVM can run, sorted (see {@link
     * Workload#abilities}).
     */
    public List<String> abilities() {
        return byKind.values().stream()
                .flatMap(each -> each.abilities().stream())
                .sorted()
                .toList();
    }

    /** Returns all workloads, sorted by their kinds. */
    public List<Workload<?, ?, ?, ?>> sorted() {
        return List.copyOf(new TreeMap<>(byKind).values());
    }
}
