package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.ResponseHead;

/** Redirects, and which of them lose the credentials of the URL. */
class RouteTest {
    @TempDir Path directory;

    @Test
    void neverComesBackToItsOriginOnceItHasLeftIt() throws Exception {
        Route route = route("https://origin.test/a");
        route.follow(redirect("/b"));
        assertThat(route.atOrigin()).isTrue();
        route.follow(redirect("https://other.test/c"));
        assertThat(route.atOrigin()).isFalse();
        route.follow(redirect("https://other.test/d"));
        assertThat(route.atOrigin()).as("a hop within the other host").isFalse();
        route.restart();
        assertThat(route.atOrigin()).isTrue();
        assertThat(route.url().target()).isEqualTo("/a");
    }

    @Test
    void hasLeftItsOriginAtAnotherPortOrSchemeToo() throws Exception {
        Route port = route("https://origin.test/a");
        port.follow(redirect("https://origin.test:8443/a"));
        assertThat(port.atOrigin()).isFalse();
        Route scheme = route("http://origin.test/a");
        scheme.follow(redirect("https://origin.test/a"));
        assertThat(scheme.atOrigin()).isFalse();
    }

    @Test
    void followsAsManyRedirectsAsAreAllowedAndNoMore() throws Exception {
        Route route = route("http://origin.test/0");
        for (int i = 1; i <= TestingSettings.MAX_REDIRECTS; i++) {
            route.follow(redirect("/" + i));
        }
        assertThat(refusal(route, redirect("/more")))
                .hasMessageContaining("/0 redirects more than");
    }

    @Test
    void refusesARedirectOutOfTlsOrToNowhere() throws Exception {
        Route route = route("https://origin.test/a?key=secret");
        assertThat(refusal(route, redirect("http://origin.test/a")))
                .hasMessageContaining("https://origin.test/a?key=… redirects from https to http");
        assertThat(refusal(route, new ResponseHead(1, 302, List.of()))).hasMessageContaining("no");
        assertThat(refusal(route, redirect("ftp://x/"))).hasMessageContaining("redirects to a URL");
    }

    private static TaskFailedException refusal(Route route, ResponseHead head) {
        TaskFailedException refused =
                catchThrowableOfType(TaskFailedException.class, () -> route.follow(head));
        assertThat(refused.kind()).isEqualTo("redirect");
        assertThat(refused.retryable()).isFalse();
        return refused;
    }

    private Route route(String url) throws TaskFailedException {
        DownloadSettings settings = new TestingSettings(directory).settings();
        return Route.of(url, new AddressGuard(List.of(), List.of()), settings);
    }

    private static ResponseHead redirect(String location) {
        return new ResponseHead(1, 302, List.of(new Header("Location", location)));
    }
}
