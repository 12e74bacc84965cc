package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Deque<Runnable> running = new ArrayDeque<>();
    private final List<String> lookedUp = new ArrayList<>();
    private Resolver.Names names = _ -> Fixture.addresses("192.0.2.1");
    private final Resolver resolver =
            new Resolver(
                    host -> {
                        lookedUp.add(host);
                        return names.lookUp(host);
                    },
                    running::add);

    @Test
    void sharesOneLookUpAmongAllWhoAskForAName() {
        CompletableFuture<List<InetAddress>> first = ask("a.test", "one");
        CompletableFuture<List<InetAddress>> second = ask("a.test", "other");
        assertThat(running).hasSize(1);
        running.remove().run();
        assertThat(first.join()).hasSize(1).isEqualTo(second.join());
        assertThat(ask("a.test", "one")).isNotDone();
        assertThat(running).as("an answer is not kept").hasSize(1);
    }

    @Test
    void leavesRoomForOtherJobsWhereOneJobAsksForManyNames() {
        for (int i = 0; i < 300; i++) {
            CompletableFuture<?> _ = ask("n" + i + ".slow.test", "slow");
        }
        assertThat(running).hasSize(Resolver.SHARE);
        CompletableFuture<List<InetAddress>> good = ask("good.test", "other");
        assertThat(running).hasSize(Resolver.SHARE + 1);
        running.removeLast().run();
        assertThat(good).isCompleted();
    }

    @Test
    void beginsAWaitingLookUpForAnotherJobThatAsksForItsName() {
        for (int i = 0; i <= Resolver.SHARE; i++) {
            CompletableFuture<?> _ = ask("n" + i + ".test", "slow");
        }
        CompletableFuture<List<InetAddress>> shared = ask("n" + Resolver.SHARE + ".test", "other");
        running.removeLast().run();
        assertThat(shared).isCompleted();
        running.removeFirst().run();
        assertThat(lookedUp).as("the slow job's own turn finds it done").hasSize(2);
        assertThat(running).hasSize(Resolver.SHARE - 1);
    }

    @Test
    void dropsALookUpThatNobodyWaitsForAnyMore() {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(ask("n" + i + ".test", "cancelled"));
        }
        asked.forEach(each -> each.cancel(false));
        for (int i = 0; i < Resolver.SHARE; i++) {
            running.remove().run();
        }
        assertThat(running).isEmpty();
        assertThat(lookedUp).hasSize(Resolver.SHARE);
    }

    @Test
    void remembersThatANameDoesNotExistWhenJavaForgetsWhy() {
        names =
                host -> {
                    throw new UnknownHostException(host + ": Name or service not known");
                };
        assertFails(NoSuchHostException.class);
        names =
                host -> {
                    throw new UnknownHostException(host);
                };
        assertFails(NoSuchHostException.class);
        names =
                host -> {
                    throw new UnknownHostException(host + ": Temporary failure");
                };
        assertFails(UnknownHostException.class);
        names =
                host -> {
                    throw new UnknownHostException(host);
                };
        assertFails(UnknownHostException.class);
    }

    private void assertFails(Class<? extends UnknownHostException> why) {
        CompletableFuture<List<InetAddress>> asked = ask("gone.test", "job");
        running.remove().run();
        assertThatThrownBy(asked::join).cause().isExactlyInstanceOf(why);
    }

    private CompletableFuture<List<InetAddress>> ask(String host, String job) {
        return resolver.resolve(HostName.of(host), job);
    }
}
