package regatta;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Connects this process to the real stderr. The JVM warns of incubator modules before any code
 * runs, and no option silences the warning. So the launcher connects the JVM's stderr to a filter
 * that drops the warning. A system property has the number of the real stderr's file descriptor.
 * After {@link #takeBack} the process writes to the real stderr.
 */
final class StandardError {
    private static final String PROPERTY = "regatta.stderr";
    private static final int STDERR = 2;

    private StandardError() {}

    @SuppressWarnings("restricted") // the launcher allows native access
    static void takeBack() {
        Integer real = Integer.getInteger(PROPERTY);
        if (real == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 =
                linker.downcallHandle(
                        linker.defaultLookup().find("dup2").orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        MethodHandle close =
                linker.downcallHandle(
                        linker.defaultLookup().find("close").orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            int done = (int) dup2.invokeExact(real.intValue(), STDERR);
            if (done == STDERR && real != STDERR) {
                int _ = (int) close.invokeExact(real.intValue());
            }
        } catch (Throwable impossible) {
            throw new LinkageError("stderr", impossible);
        }
    }
}
