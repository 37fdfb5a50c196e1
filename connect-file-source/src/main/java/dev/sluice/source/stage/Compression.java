package dev.sluice.source.stage;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** How a file is compressed, by the end of its name. */
public enum Compression {
    NONE {
        @Override
        InputStream unpacked(InputStream packed) {
            return packed;
        }
    },
    GZIP {
        @Override
        InputStream unpacked(InputStream packed) {
            return new GzipInput(packed);
        }
    },
    ZSTD {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new ZstdInputStreamNoFinalizer(packed).setLongMax(ZSTD_WINDOW_LOG);
        }
    };

    /** 128 MiB, as the zstd tool has it without --long: an archive cannot make us hold more. */
    private static final int ZSTD_WINDOW_LOG = 27;

    /** By name, in any case. */
    public static Compression of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz") ? GZIP : lower.endsWith(".zst") ? ZSTD : NONE;
    }

    /** The bytes that were compressed; to be closed. Corruption shows as an {@link IOException}. */
    abstract InputStream unpacked(InputStream packed) throws IOException;
}
