package regatta.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles SIGTERM and SIGINT. The first signal asks the node to stop, the second signal ends the
 * JVM immediately.
 *
 * <p>A shutdown hook cannot replace this class: while hooks run, the JVM ignores further signals
 * and does not exit with 0. This class calls the JDK's class for signals by reflection, because
 * nothing silences the compiler's warning about that class.
 */
public final class StopSignals {
    private static final int SIGNALLED = 128;

    private StopSignals() {}

    /**
     * Begins to handle SIGTERM and SIGINT.
     *
     * @param stop called once, on a thread of the JVM, at the first signal
     */
    public static void handle(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal =
                    (proxy, method, arguments) -> {
                        if (!method.getName().equals("handle")) {
                            return method.invoke(asked, arguments);
                        }
                        if (asked.compareAndSet(false, true)) {
                            stop.run();
                        } else {
                            int number = (int) signal.getMethod("getNumber").invoke(arguments[0]);
                            Runtime.getRuntime().halt(SIGNALLED + number);
                        }
                        return null;
                    };
            Object proxy =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("this JVM does not let programs handle signals", missing);
        }
    }
}
