package montecarlo;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link MonteCarlo} from its settings; {@code META-INF/services} names it. */
public final class MonteCarloProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return "monte-carlo";
    }

    @Override
    public MonteCarlo create(WorkloadSettings settings) {
        long most = settings.number("max-points");
        if (most < 1) {
            throw new IllegalArgumentException("regatta.monte-carlo.max-points must be positive");
        }
        return new MonteCarlo(most);
    }
}
