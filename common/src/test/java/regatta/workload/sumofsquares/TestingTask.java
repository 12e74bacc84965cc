package regatta.workload.sumofsquares;

import regatta.workload.TaskContext;

/** A task's context that counts calls and cancels at one of them. */
final class TestingTask implements TaskContext {
    private final int cancelledAtAsk;
    private int asks;

    private TestingTask(int cancelledAtAsk) {
        this.cancelledAtAsk = cancelledAtAsk;
    }

    static TestingTask undisturbed() {
        return new TestingTask(Integer.MAX_VALUE);
    }

    static TestingTask cancelledAtAsk(int ask) {
        return new TestingTask(ask);
    }

    int asks() {
        return asks;
    }

    @Override
    public String job() {
        return "job";
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public boolean isCancelled() {
        asks++;
        return asks >= cancelledAtAsk;
    }
}
