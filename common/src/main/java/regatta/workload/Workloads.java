package regatta.workload;

import com.typesafe.config.Config;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The workloads that this JVM can run, by kind; immutable. */
public final class Workloads {
    private final Map<String, Workload<?, ?, ?>> byKind;

    private Workloads(Map<String, Workload<?, ?, ?>> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    /**
     * Loads every workload on the class path.
     *
     * @throws IllegalArgumentException when two have the same kind, or a setting is out of range
     */
    public static Workloads load(Config root) {
        Map<String, Workload<?, ?, ?>> found = new LinkedHashMap<>();
        for (WorkloadProvider provider : ServiceLoader.load(WorkloadProvider.class)) {
            Workload<?, ?, ?> made = provider.create(WorkloadSettings.of(root, provider.kind()));
            if (found.put(made.kind(), made) != null) {
                throw new IllegalArgumentException("two workloads of kind " + made.kind());
            }
        }
        return new Workloads(found);
    }

    public Optional<Workload<?, ?, ?>> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    public Collection<Workload<?, ?, ?>> all() {
        return byKind.values();
    }
}
