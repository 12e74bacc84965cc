package regatta.coordinator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import regatta.protocol.WorkerEvent.Hello;
import regatta.workload.Workloads;

/**
 * Finds which of the coordinator's workloads a worker can run, which are the workloads that the
 * worker has in the same version.
 *
 * @param kinds the kinds of the coordinator's workloads; see {@link Workloads#abilities}
 * @param digests for each kind from a plug-in, the digest of this plug-in
 */
record SharedKinds(List<String> kinds, Map<String, String> digests) {
    static SharedKinds of(Workloads workloads) {
        return new SharedKinds(workloads.abilities(), workloads.digests());
    }

    /** Returns the kinds that a worker does not have. */
    List<String> lacking(Hello hello) {
        return kinds.stream().filter(kind -> !hello.kinds().contains(kind)).toList();
    }

    /**
     * Returns the kinds for which the worker has another plug-in than the coordinator, or another
     * version of the plug-in.
     */
    List<String> differing(Hello hello) {
        return kinds.stream()
                .filter(kind -> hello.kinds().contains(kind) && !isSame(kind, hello))
                .toList();
    }

    /** Returns the kinds of which a worker gets tasks. */
    List<String> usable(Hello hello) {
        return hello.kinds().stream().filter(kind -> isSame(kind, hello)).toList();
    }

    private boolean isSame(String kind, Hello hello) {
        return Objects.equals(digests.get(kind), hello.plugins().get(kind));
    }
}
