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
class RedirectChainTest {
    @TempDir Path directory;

    @Test
    void neverComesBackToItsOriginOnceItHasLeftIt() throws Exception {
        RedirectChain chain = chain("https://origin.test/a");
        chain.follow(redirect("/b"));
        assertThat(chain.atOrigin()).isTrue();
        chain.follow(redirect("https://other.test/c"));
        assertThat(chain.atOrigin()).isFalse();
        chain.follow(redirect("https://other.test/d"));
        assertThat(chain.atOrigin()).as("a hop within the other host").isFalse();
        chain.restart();
        assertThat(chain.atOrigin()).isTrue();
        assertThat(chain.url().target()).isEqualTo("/a");
    }

    @Test
    void hasLeftItsOriginAtAnotherPortOrSchemeToo() throws Exception {
        RedirectChain port = chain("https://origin.test/a");
        port.follow(redirect("https://origin.test:8443/a"));
        assertThat(port.atOrigin()).isFalse();
        RedirectChain scheme = chain("http://origin.test/a");
        scheme.follow(redirect("https://origin.test/a"));
        assertThat(scheme.atOrigin()).isFalse();
    }

    @Test
    void followsAsManyRedirectsAsAreAllowedAndNoMore() throws Exception {
        RedirectChain chain = chain("http://origin.test/0");
        for (int i = 1; i <= TestingSettings.MAX_REDIRECTS; i++) {
            chain.follow(redirect("/" + i));
        }
        assertThat(refusal(chain, redirect("/more")))
                .hasMessageContaining("/0 redirects more than");
    }

    @Test
    void refusesARedirectOutOfTlsOrToNowhere() throws Exception {
        RedirectChain chain = chain("https://origin.test/a?key=secret");
        assertThat(refusal(chain, redirect("http://origin.test/a")))
                .hasMessageContaining("https://origin.test/a?key=… redirects from https to http");
        assertThat(refusal(chain, new ResponseHead(1, 302, List.of())))
                .hasMessageContaining("redirects without a Location");
        assertThat(refusal(chain, redirect("ftp://x/"))).hasMessageContaining("redirects to a URL");
    }

    private static TaskFailedException refusal(RedirectChain chain, ResponseHead head) {
        TaskFailedException refused =
                catchThrowableOfType(TaskFailedException.class, () -> chain.follow(head));
        assertThat(refused.kind()).isEqualTo("redirect");
        assertThat(refused.retryable()).isFalse();
        return refused;
    }

    private RedirectChain chain(String url) throws TaskFailedException {
        DownloadSettings settings = new TestingSettings(directory).settings();
        return RedirectChain.of(url, new AddressGuard(List.of(), List.of()), settings);
    }

    private static ResponseHead redirect(String location) {
        return new ResponseHead(1, 302, List.of(new Header("Location", location)));
    }
}
