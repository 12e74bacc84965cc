package regatta.workload.sharedcounter;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link SharedCounter} from block {@code regatta.shared-counter} of the configuration. */
public final class SharedCounterProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return SharedCounter.KIND;
    }

    @Override
    public SharedCounter create(WorkloadSettings settings) {
        return new SharedCounter(settings.path("directory"));
    }
}
