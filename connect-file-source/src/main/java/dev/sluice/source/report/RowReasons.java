package dev.sluice.source.report;

import dev.sluice.contract.Violation;
import dev.sluice.source.parse.RowColumns;
import java.util.List;

/**
 * Why a row whose form is in order was rejected nevertheless: the validating transform has done so, and Connect does not tell the
 * source why. Whoever knows the transform's rules can tell it again from the row alone.
 */
public interface RowReasons {
    /** Nobody can tell; the reasons are in the archive. */
    RowReasons UNKNOWN = (columns, fields) -> List.of();

    /**
     * All that is wrong with a row.
     *
     * @param fields as they stand in the file, null for a null token
     */
    List<Violation> of(RowColumns columns, List<String> fields);
}
