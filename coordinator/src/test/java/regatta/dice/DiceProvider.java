package regatta.dice;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link Dice}. */
public final class DiceProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return Dice.KIND;
    }

    @Override
    public Dice create(WorkloadSettings settings) {
        return new Dice();
    }
}
