package dev.sluice.source.settle;

import dev.sluice.source.split.Position;
import dev.sluice.source.split.Range;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a file is divided among tasks. A function of the file, its definition and the bound of a record alone, so whoever makes it makes
 * the same.
 *
 * @param starts of the ranges, in order; at least one
 * @param end of the last
 * @param recordBytes the bound of a record that the file was divided with: with another one it may have other records
 * @param sha256 of the whole file
 */
public record ImportPlan(List<Position> starts, Position end, int recordBytes, String sha256) {
    public ImportPlan {
        starts = List.copyOf(starts);
        if (starts.isEmpty() || recordBytes < 1) {
            throw new IllegalArgumentException("a plan without a range, or without records");
        }
    }

    /** All of them, in order. */
    public List<Range> ranges() {
        return IntStream.range(0, starts.size()).mapToObj(this::range).toList();
    }

    private Range range(int number) {
        return new Range(number, starts.get(number), number + 1 < starts.size() ? starts.get(number + 1) : end);
    }

    public long rows() {
        return end.ordinal() - 1;
    }
}
