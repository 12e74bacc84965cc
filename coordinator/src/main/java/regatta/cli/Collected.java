package regatta.cli;

import java.util.List;

/**
 * The result of collecting a job's files.
 *
 * @param files the files that are now in the folder
 * @param present how many of the collected files were in the folder before
 * @param missing the tasks whose file could not be fetched, and why
 * @param unended how many tasks have not ended
 */
record Collected(List<There> files, int present, List<Missing> missing, int unended) {
    /**
     * A file that a task wrote.
     *
     * @param name the file's name in the folder, unless another file already has this name
     */
    record Wanted(int task, String name, long bytes, String sha256) {}

    /** A collected file, and the file's name in the folder. */
    record There(Wanted wanted, String name) {
        boolean renamed() {
            return !name.equals(wanted.name());
        }
    }

    /** A task whose file is missing. */
    record Missing(int task, String why) {}

    long bytes() {
        return files.stream().mapToLong(file -> file.wanted().bytes()).sum();
    }

    /**
     * Returns whether every task has ended, the job wrote files, and all files of the job are in
     * the folder.
     */
    boolean whole() {
        return missing.isEmpty() && unended == 0 && !files.isEmpty();
    }
}
