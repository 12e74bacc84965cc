package regatta.workload.handlers;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link Handlers}, which has no settings. */
public final class HandlersProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return Handlers.KIND;
    }

    @Override
    public Handlers create(WorkloadSettings settings) {
        return new Handlers();
    }
}
