package regatta.workload.sumofsquares;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Creates {@link SumOfSquares} from block {@code regatta.sum-of-squares} of the configuration. */
public final class SumOfSquaresProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return SumOfSquares.KIND;
    }

    @Override
    public SumOfSquares create(WorkloadSettings settings) {
        return new SumOfSquares(
                KernelChoice.named(settings.string("kernel")),
                new SumLimits(settings.number("max-target"), settings.number("max-tasks")));
    }
}
