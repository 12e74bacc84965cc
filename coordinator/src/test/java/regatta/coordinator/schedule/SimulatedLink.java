package regatta.coordinator.schedule;

import java.util.random.RandomGenerator;

/**
 * The link between the coordinator and one worker: in order, unless it is cut, whereupon a run of
 * messages is lost, or unsteady, whereupon some come twice or overtake each other.
 */
final class SimulatedLink {
    /**
     * What a link is like.
     *
     * @param delay least nanoseconds on the way
     * @param jitter nanoseconds that may come on top
     * @param twice probability that a message comes once more, later
     * @param overtaken probability that a message is late and others overtake it
     */
    record Weather(long delay, long jitter, double twice, double overtaken) {
        static final Weather FINE = new Weather(50_000, 100_000, 0, 0);
        static final Weather FAR = new Weather(1_000_000, 150_000_000, 0, 0);
    }

    private static final long LATEST = 2_000_000_000;

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final Way toWorker = new Way();
    private final Way toCoordinator = new Way();
    private Weather weather;

    SimulatedLink(SimulatedTime time, RandomGenerator random, Weather weather) {
        this.time = time;
        this.random = random;
        this.weather = weather;
    }

    void toWorker(Runnable delivery) {
        toWorker.send(delivery);
    }

    void toCoordinator(Runnable delivery) {
        toCoordinator.send(delivery);
    }

    /** From now on messages are lost, and perhaps also those on their way. */
    void cut(boolean commands, boolean events) {
        toWorker.cut |= commands;
        toCoordinator.cut |= events;
        if (random.nextBoolean()) {
            toWorker.connection += commands ? 1 : 0;
            toCoordinator.connection += events ? 1 : 0;
        }
    }

    /** The connection ends: what is on its way is lost, perhaps. */
    void breakOff() {
        toWorker.connection += random.nextInt(2);
        toCoordinator.connection += random.nextInt(2);
    }

    void heal() {
        toWorker.cut = false;
        toCoordinator.cut = false;
    }

    void become(Weather next) {
        weather = next;
    }

    private final class Way {
        private boolean cut;
        private int connection;
        private long lastArrival;

        void send(Runnable delivery) {
            if (cut) {
                return;
            }
            long arrival = time.now() + weather.delay() + random.nextLong(1 + weather.jitter());
            if (weather.overtaken() > 0 && random.nextDouble() < weather.overtaken()) {
                arrival += random.nextLong(LATEST);
            } else {
                lastArrival = Math.max(lastArrival, arrival);
                arrival = lastArrival;
            }
            deliver(arrival, delivery);
            if (weather.twice() > 0 && random.nextDouble() < weather.twice()) {
                deliver(arrival + random.nextLong(LATEST), delivery);
            }
        }

        private void deliver(long arrival, Runnable delivery) {
            int sentOver = connection;
            time.at(
                    arrival,
                    () -> {
                        if (sentOver == connection) {
                            delivery.run();
                        }
                    });
        }
    }
}
