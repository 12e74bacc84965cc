package regatta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.junit.jupiter.api.Test;

class OpenConnectionTest {
    private final CompletableFuture<HttpResponse> routed = new CompletableFuture<>();
    private final OpenConnection connection =
            new OpenConnection(
                    _ -> routed,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_711),
                    null);

    /** Pekko leaves out a raw header of this name, and keeps the connection open. */
    @Test
    void letsPekkoCloseAConnectionWithTheAnswerThatIsUnderWayWhenItStops() throws Exception {
        CompletionStage<HttpResponse> answer = connection.answer(HttpRequest.GET("/"));
        connection.stopWhenIdle();
        routed.complete(HttpResponse.create());

        assertThat(answer.toCompletableFuture().get().getHeader(Connection.class))
                .contains(Connection.create("close"));
    }

    @Test
    void leavesAConnectionOpenWhileItDoesNotStop() throws Exception {
        routed.complete(HttpResponse.create());

        assertThat(
                        connection
                                .answer(HttpRequest.GET("/"))
                                .toCompletableFuture()
                                .get()
                                .getHeader(Connection.class))
                .isEmpty();
    }
}
