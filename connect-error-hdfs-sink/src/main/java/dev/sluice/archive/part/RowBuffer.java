package dev.sluice.archive.part;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Rows of one file that are not yet written: bytes, and where each row ends. Used by one thread at a time. */
final class RowBuffer extends OutputStream {
    private byte[] bytes;
    private int size;
    private int[] ends = new int[8];
    private int rows;

    RowBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** What was written since the last row's end is a row. */
    void endRow() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, rows * 2);
        }
        ends[rows++] = size;
    }

    /** Adds all rows of another buffer. */
    void addAll(RowBuffer other) {
        int begin = size;
        write(other.bytes, 0, other.size);
        for (int row = 0; row < other.rows; row++) {
            size = begin + other.ends[row];
            endRow();
        }
    }

    void clear() {
        size = 0;
        rows = 0;
    }

    void writeTo(PartFile file) throws IOException {
        int begin = 0;
        for (int row = 0; row < rows; row++) {
            file.append(bytes, begin, ends[row] - begin);
            begin = ends[row];
        }
    }

    int size() {
        return size;
    }

    /** Bytes of heap. */
    long footprint() {
        return bytes.length + 4L * ends.length;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }
}
