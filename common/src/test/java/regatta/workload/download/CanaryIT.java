package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static regatta.workload.download.TestingOrigin.redirect;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.TaskFailedException;

/**
 * A namespace that has the refused addresses for its own, and a canary that listens on all of them.
 */
@Timeout(180)
class CanaryIT {
    private static final String NAMESPACE = "rgc" + ProcessHandle.current().pid();
    private static final int PORT = 8099;
    private static final String ORIGIN = "127.9.9.9";

    /** One of each refused range that a machine can have. */
    private static final List<String> REFUSED =
            List.of(
                    "127.0.0.1",
                    "10.1.2.3",
                    "172.16.5.6",
                    "192.168.7.8",
                    "169.254.169.254",
                    "100.64.1.1",
                    "192.0.0.8",
                    "192.0.2.9",
                    "198.18.0.7",
                    "198.51.100.4",
                    "203.0.113.5",
                    "240.1.2.3",
                    "::1",
                    "fd00::8",
                    "fe80::9",
                    "fec0::7",
                    "64:ff9b::7f00:1",
                    "64:ff9b::a01:203",
                    "2002:7f00:1::1",
                    "2001::7",
                    "2001:db8::5",
                    "100::4");

    /** Names of 127.0.0.1 that some programs understand. */
    private static final List<String> ODD =
            List.of(
                    "2130706433",
                    "0177.0.0.1",
                    "0x7f.1",
                    "127.1",
                    "[::ffff:127.0.0.1]",
                    "[::127.0.0.1]",
                    "[::]",
                    "0.0.0.0",
                    "a@127.0.0.1",
                    "localhost",
                    "127.0.0.1.",
                    "%31%32%37.0.0.1");

    @TempDir private Path folder;
    private boolean made;

    /** Also after an assumption that did not hold, on a machine without ip. */
    @AfterEach
    void remove() throws Exception {
        if (made) {
            succeeds("ip", "netns", "del", NAMESPACE);
        }
    }

    @Test
    void noRefusedAddressSeesAByte() throws Exception {
        assumeTrue(
                Stream.of("/usr/sbin/ip", "/sbin/ip").anyMatch(ip -> Files.exists(Path.of(ip))),
                "needs ip (iproute2)");
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "needs IPv6");
        made = succeeds("ip", "netns", "add", NAMESPACE);
        assumeTrue(made, "needs root, to make a namespace");
        assertThat(succeeds("ip", "-n", NAMESPACE, "link", "set", "lo", "up")).isTrue();
        for (String address : REFUSED) {
            if (!address.startsWith("127.") && !address.equals("::1")) {
                String block = address + (address.contains(":") ? "/128" : "/32");
                assertThat(succeeds("ip", "-n", NAMESPACE, "addr", "add", block, "dev", "lo"))
                        .as(block)
                        .isTrue();
            }
        }
        Path log = folder.resolve("log");
        Process inside =
                new ProcessBuilder(
                                "ip",
                                "netns",
                                "exec",
                                NAMESPACE,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Inside.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(inside.waitFor()).as(() -> read(log)).isZero();
        int tried = 2 * Form.values().length * (REFUSED.size() + ODD.size());
        assertThat(read(log)).contains("tried " + tried + ", reached []");
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException none) {
            return none.toString();
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** What runs in the namespace. */
    static final class Inside {
        private static final Semaphore CALLS = new Semaphore(0);

        private Inside() {}

        public static void main(String[] arguments) throws Exception {
            List<String> reached = new ArrayList<>();
            int tried = 0;
            try (ServerSocket canary = new ServerSocket(PORT);
                    TestingOrigin origin = new TestingOrigin(ORIGIN, socket -> socket)) {
                Thread.ofVirtual().start(() -> listen(canary));
                for (String address : REFUSED) {
                    new Socket(address, PORT).close();
                    CALLS.acquire(); // the canary hears it, so silence means something
                }
                Download download =
                        new TestingSettings(Path.of(arguments[0]))
                                .networks(ORIGIN + "/32")
                                .download();
                for (String host : hosts()) {
                    String url = "http://" + host + ":" + PORT + "/canary";
                    String path = "/" + tried;
                    origin.on(path, redirect(302, url));
                    for (Form form : Form.values()) {
                        for (String from : List.of(url, origin.url(path))) {
                            tried++;
                            if (!refuses(form, download, from) || CALLS.tryAcquire()) {
                                reached.add(form + " " + from + " to " + url);
                            }
                        }
                    }
                }
                new Socket(InetAddress.getLoopbackAddress(), PORT).close();
                CALLS.acquire(); // whatever came before it has been heard by now
            }
            System.out.println("tried " + tried + ", reached " + reached);
            System.exit(reached.isEmpty() && CALLS.availablePermits() == 0 ? 0 : 1);
        }

        private static List<String> hosts() throws IOException {
            List<String> hosts = new ArrayList<>(ODD);
            for (String address : REFUSED) {
                boolean six = InetAddress.getByName(address) instanceof Inet6Address;
                hosts.add(six ? "[" + address + "]" : address);
            }
            return hosts;
        }

        private static boolean refuses(Form form, Download download, String url) {
            try {
                form.run(download, Source.of(url));
                return false;
            } catch (TaskFailedException | IllegalArgumentException refused) {
                System.out.println(url + ": " + refused.getMessage());
                return true;
            } catch (Throwable other) {
                System.out.println(url + ": " + other);
                return false;
            }
        }

        private static void listen(ServerSocket canary) {
            try {
                while (true) {
                    canary.accept().close();
                    CALLS.release();
                }
            } catch (IOException closed) {
                // The end.
            }
        }
    }
}
