package regatta.cli;

import java.util.List;

/**
 * What came of collecting a job's files, by task.
 *
 * @param files those that are there now
 * @param present how many of them were there before
 * @param missing those that are not, and why
 * @param unended tasks that did not run, or not to their end
 */
record Collected(List<There> files, int present, List<Missing> missing, int unended) {
    /**
     * A file that a task left.
     *
     * @param name under which it is collected unless another file has that
     */
    record Wanted(int task, String name, long bytes, String sha256) {}

    /** A file that is there, and the name that it has there. */
    record There(Wanted wanted, String name) {
        boolean renamed() {
            return !name.equals(wanted.name());
        }
    }

    /** A task whose file is not there. */
    record Missing(int task, String why) {}

    long bytes() {
        return files.stream().mapToLong(file -> file.wanted().bytes()).sum();
    }

    /** Whether the job left files and all of them are there. */
    boolean whole() {
        return missing.isEmpty() && unended == 0 && !files.isEmpty();
    }
}
