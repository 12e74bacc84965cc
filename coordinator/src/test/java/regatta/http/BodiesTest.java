package regatta.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies at the edge of each limit. */
@Timeout(60)
class BodiesTest {
    private static final int MOST = 1_000;
    private static final int MOST_TOGETHER = 3 * MOST;
    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create("bodies", ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private static Bodies bodies() {
        String limits =
                "regatta.http { max-bodies = %d, body-pace = 1 MiB }".formatted(MOST_TOGETHER);
        return new Bodies(
                HttpSettings.of(
                        ConfigFactory.parseString(limits).withFallback(ConfigFactory.load())),
                kit.system(),
                Duration.ofSeconds(10));
    }

    /** How a client says how long its body is. */
    enum Form {
        ANNOUNCED,
        CHUNKED,
        EXPECTS_A_GO_AHEAD;

        HttpRequest request(int length, Source<ByteString, ?> body) {
            HttpRequest request = HttpRequest.POST("/");
            return switch (this) {
                case ANNOUNCED ->
                        request.withEntity(
                                HttpEntities.create(ContentTypes.APPLICATION_JSON, length, body));
                case CHUNKED ->
                        request.withEntity(
                                HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, body));
                case EXPECTS_A_GO_AHEAD ->
                        ANNOUNCED
                                .request(length, body)
                                .addHeader(HttpHeader.parse("Expect", "100-continue"));
            };
        }
    }

    private static Source<ByteString, ?> bytes(int length) {
        List<ByteString> pieces = new ArrayList<>();
        for (int at = 0; at < length; at += 100) {
            pieces.add(ByteString.fromArray(filled(Math.min(100, length - at))));
        }
        return Source.from(pieces);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static CompletionStage<Integer> read(Bodies bodies, HttpRequest request) {
        return bodies.read(request, MOST, body -> body.length);
    }

    private static Optional<Problem> problem(CompletionStage<Integer> reading) {
        try {
            reading.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
            return Optional.empty();
        } catch (CompletionException failure) {
            assertThat(failure.getCause()).isInstanceOf(ProblemException.class);
            return Optional.of(((ProblemException) failure.getCause()).problem());
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesABodyOfTheLimitAndRefusesOneByteMore(Form form) {
        Bodies bodies = bodies();

        assertThat(read(bodies, form.request(MOST, bytes(MOST))).toCompletableFuture().join())
                .isEqualTo(MOST);
        assertThat(problem(read(bodies, form.request(MOST + 1, bytes(MOST + 1)))))
                .hasValueSatisfying(refused -> {
                    assertThat(refused.status()).isEqualTo(413);
                    assertThat(refused.detail()).contains("1,000 bytes");
                });
    }

    @Test
    void refusesWhatIsAnnouncedTooLongBeforeAnyByteComes() {
        CompletableFuture<ByteString> never = new CompletableFuture<>();

        assertThat(
                        problem(
                                read(
                                        bodies(),
                                        Form.EXPECTS_A_GO_AHEAD.request(
                                                MOST + 1, Source.completionStage(never)))))
                .hasValueSatisfying(refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @Test
    void refusesTheBodyThatPassesTheLimitOfAllTogetherAndIsWellAgain() throws Exception {
        Bodies bodies = bodies();
        CompletableFuture<ByteString> ends = new CompletableFuture<>();
        CountDownLatch arrived = new CountDownLatch(3);
        List<CompletionStage<Integer>> slow = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Source<ByteString, ?> body =
                    Source.single(ByteString.fromArray(filled(MOST - 1)))
                            .concatLazy(
                                    Source.lazySource(() -> {
                                        arrived.countDown();
                                        return Source.completionStage(ends);
                                    }));
            slow.add(read(bodies, Form.CHUNKED.request(MOST, body)));
        }
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(problem(read(bodies, Form.CHUNKED.request(3, bytes(3))))).isEmpty();
        assertThat(problem(read(bodies, Form.CHUNKED.request(4, bytes(4)))))
                .hasValueSatisfying(refused -> {
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.headers().toString()).contains("Retry-After");
                });

        ends.complete(ByteString.fromString("x"));
        assertThat(slow).allSatisfy(one -> assertThat(problem(one)).isEmpty());
        assertThat(problem(read(bodies, Form.CHUNKED.request(MOST, bytes(MOST))))).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooSlow() {
        Bodies hasty =
                new Bodies(
                        HttpSettings.of(ConfigFactory.load()), kit.system(), Duration.ofMillis(50));
        CompletableFuture<ByteString> never = new CompletableFuture<>();

        assertThat(problem(read(hasty, Form.CHUNKED.request(1, Source.completionStage(never)))))
                .hasValueSatisfying(refused -> {
                    assertThat(refused.status()).isEqualTo(408);
                    assertThat(refused.detail()).contains("regatta.http.body-pace");
                });
    }
}
