package regatta.secret;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words for people why a file could not be used. */
public final class FileFailures {
    private FileFailures() {}

    /** Returns the message of a failure, with a reason if the message only names a file. */
    public static String text(Exception failure) {
        if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
            return String.valueOf(failure.getMessage());
        }
        String why =
                switch (file) {
                    case NoSuchFileException _ -> "does not exist";
                    case AccessDeniedException _ -> "may not be used by this user";
                    case FileAlreadyExistsException _ -> "is not a folder";
                    default -> "cannot be used";
                };
        return file.getFile() + " " + why;
    }
}
