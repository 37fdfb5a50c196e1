package dev.sluice.portal.follow;

import dev.sluice.contract.Tenant;
import java.util.List;
import java.util.Optional;

/** Where the Cassandra sink writes down imports. Any thread; every method blocks. */
public interface ImportStore {
    /**
     * A rejected row that was kept as an example.
     *
     * @param row its number in the file, from 1
     * @param line in the file, from 1
     * @param stage {@code parse}, {@code validate} or {@code write}
     */
    record Example(long row, long line, String stage, List<Fault> faults) {
        /**
         * One thing wrong with it.
         *
         * @param column empty where it is not that of one column
         */
        public record Fault(String code, Optional<String> column, String message) {}
    }

    /**
     * All imports of a tenant that run, and the latest of those that do not, the latest first.
     *
     * @param most how many that do not run
     * @throws UnavailableException if it does not answer
     */
    List<Import> latest(Tenant tenant, int most);

    /**
     * A tenant's import, with its reasons. If the file was imported again under the same id, the latest.
     *
     * @throws UnavailableException if it does not answer
     */
    Optional<Import> find(Tenant tenant, String id);

    /**
     * The first of an import's rejected rows, in the order of the file.
     *
     * @throws UnavailableException if it does not answer
     */
    List<Example> examples(Import of, int most);

    /** Nothing is known at the moment. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnavailableException(Throwable cause) {
            super(
                    "The progress of imports cannot be read at the moment. Files are taken as ever. Try again soon.",
                    cause);
        }
    }
}
