package dev.sluice.archive.fs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** A file system whose every call passes through a {@link Gate}, once before it is done and once after. */
public final class FaultyFileSystem implements ErrorFileSystem {
    /** Decides what becomes of a call: may throw, crash, or let others run meanwhile. */
    public interface Gate {
        void before(String call) throws IOException;

        void after(String call) throws IOException;

        /** True if this one rename answers that it was not done, whatever was done. */
        default boolean lies() {
            return false;
        }
    }

    /** The process was killed; no handler of the connector may catch it. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final ErrorFileSystem fileSystem;
    private final Gate gate;

    public FaultyFileSystem(ErrorFileSystem fileSystem, Gate gate) {
        this.fileSystem = fileSystem;
        this.gate = gate;
    }

    @Override
    public ErrorOutput create(String path) throws IOException {
        ErrorOutput out = call("create " + path, () -> fileSystem.create(path));
        return new ErrorOutput() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                call("write " + path, () -> {
                    out.write(bytes, offset, length);
                    return null;
                });
            }

            @Override
            public void close() throws IOException {
                call("close " + path, () -> {
                    out.close();
                    return null;
                });
            }

            @Override
            public void discard() {
                out.discard();
            }
        };
    }

    @Override
    public InputStream open(String path) throws IOException {
        return call("open " + path, () -> fileSystem.open(path));
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return call("rename " + to, () -> fileSystem.rename(from, to)) && !gate.lies();
    }

    @Override
    public void replace(String from, String to) throws IOException {
        call("replace " + to, () -> {
            fileSystem.replace(from, to);
            return null;
        });
    }

    @Override
    public void protect(String directory, Access access) throws IOException {
        call("protect " + directory, () -> {
            fileSystem.protect(directory, access);
            return null;
        });
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        return call("list " + directory, () -> fileSystem.list(directory));
    }

    @Override
    public OptionalLong length(String path) throws IOException {
        return call("length " + path, () -> fileSystem.length(path));
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        call("mkdir " + path, () -> {
            fileSystem.makeDirectory(path);
            return null;
        });
    }

    @Override
    public void delete(String path) throws IOException {
        call("delete " + path, () -> {
            fileSystem.delete(path);
            return null;
        });
    }

    @Override
    public void removeEmpty(String directory) throws IOException {
        call("rmdir " + directory, () -> {
            fileSystem.removeEmpty(directory);
            return null;
        });
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T call(String name, Call<T> call) throws IOException {
        gate.before(name);
        T result = call.run();
        gate.after(name);
        return result;
    }
}
