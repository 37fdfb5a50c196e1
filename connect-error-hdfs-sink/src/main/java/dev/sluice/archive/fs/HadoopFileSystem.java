package dev.sluice.archive.fs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.AclEntry;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.ipc.RemoteException;

/**
 * The archive on a Hadoop file system of its own ({@code newInstance}: shared instances are closed by strangers).
 *
 * <p>For {@code file:} no checksum files are written, and {@link LocalManners} stands in where a local disk is less strict than
 * HDFS. Exceptions of Hadoop that are not checked mean the world, too, and become {@code IOException}s.
 */
public final class HadoopFileSystem implements ErrorFileSystem {
    private final FileSystem fileSystem;
    private final Login login;
    private final Path root;
    /** Closes discarded files, which can take as long as the file system is away. */
    private final ExecutorService discarding = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sluice-archive-discard");
        thread.setDaemon(true);
        return thread;
    });

    private HadoopFileSystem(FileSystem fileSystem, Login login, Path root) {
        this.fileSystem = fileSystem;
        this.login = login;
        this.root = root;
    }

    /** Connects; an unreachable file system may show only at the first call. */
    public static HadoopFileSystem connect(HadoopSettings settings) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Hadoop finds its file systems through the context class loader, which must be the plugin's.
        thread.setContextClassLoader(HadoopFileSystem.class.getClassLoader());
        try {
            Configuration configuration = settings.configuration();
            Login login = Login.of(settings.identity(), configuration);
            FileSystem fileSystem = login.user().doAs((PrivilegedExceptionAction<FileSystem>)
                    () -> FileSystem.newInstance(settings.url(), configuration));
            if (fileSystem instanceof LocalFileSystem local) {
                fileSystem = local.getRawFileSystem();
            }
            return new HadoopFileSystem(
                    fileSystem, login, new Path(settings.root()).makeQualified(settings.url(), null));
        } catch (InterruptedException e) {
            thread.interrupt();
            throw new IOException("interrupted while connecting to " + settings.url(), e);
        } catch (RuntimeException e) {
            throw new IOException("cannot connect to " + settings.url() + ": " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public ErrorOutput create(String path) throws IOException {
        return call(() -> {
            Path file = resolve(path);
            if (fileSystem instanceof RawLocalFileSystem local) {
                return LocalManners.create(local.pathToFile(file));
            }
            boolean syncsBlocks = fileSystem instanceof DistributedFileSystem;
            FSDataOutputStream out = fileSystem.createNonRecursive(
                    file,
                    FsPermission.getFileDefault(),
                    syncsBlocks ? EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK) : EnumSet.of(CreateFlag.CREATE),
                    64 * 1024,
                    fileSystem.getDefaultReplication(file),
                    fileSystem.getDefaultBlockSize(file),
                    null);
            return new HadoopOutput(out, syncsBlocks, discarding);
        });
    }

    @Override
    public InputStream open(String path) throws IOException {
        return call(() -> fileSystem.open(resolve(path)));
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return call(() -> fileSystem instanceof RawLocalFileSystem local
                ? LocalManners.rename(local.pathToFile(resolve(from)), local.pathToFile(resolve(to)))
                : fileSystem.rename(resolve(from), resolve(to)));
    }

    @Override
    public void replace(String from, String to) throws IOException {
        call(() -> {
            Path source = resolve(from);
            Path target = resolve(to);
            if (fileSystem instanceof RawLocalFileSystem local) {
                LocalManners.replace(local.pathToFile(source), local.pathToFile(target));
            } else if (fileSystem instanceof DistributedFileSystem hdfs) {
                replace(hdfs, source, target);
            } else if (fileSystem.exists(source)) {
                fileSystem.delete(target, false);
                fileSystem.rename(source, target);
            }
            return null;
        });
    }

    private static void replace(DistributedFileSystem hdfs, Path source, Path target) throws IOException {
        try {
            hdfs.rename(source, target, Options.Rename.OVERWRITE);
        } catch (FileNotFoundException e) {
            if (hdfs.exists(source)) {
                throw e;
            }
        }
    }

    @Override
    public void protect(String directory, Access access) throws IOException {
        call(() -> {
            Path path = resolve(directory);
            // The group first: whoever is let in by the permission must be the right one.
            if (!access.group().isEmpty()
                    && !access.group().equals(fileSystem.getFileStatus(path).getGroup())) {
                fileSystem.setOwner(path, null, access.group());
            }
            if (!access.acl().isEmpty()) {
                fileSystem.modifyAclEntries(path, AclEntry.parseAclSpec(access.acl(), true));
            }
            if (!access.permission().isEmpty()) {
                // Last, because it is also the mask of the entries before.
                fileSystem.setPermission(path, new FsPermission(access.permission()));
            }
            return null;
        });
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        return call(() -> {
            List<Entry> entries = new ArrayList<>();
            try {
                RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(resolve(directory));
                while (children.hasNext()) {
                    FileStatus child = children.next();
                    entries.add(new Entry(
                            child.getPath().getName(),
                            child.isDirectory(),
                            child.getLen(),
                            child.getModificationTime()));
                }
            } catch (FileNotFoundException e) {
                return List.of();
            }
            return entries;
        });
    }

    @Override
    public OptionalLong length(String path) throws IOException {
        return call(() -> {
            try {
                return OptionalLong.of(fileSystem.getFileStatus(resolve(path)).getLen());
            } catch (FileNotFoundException e) {
                return OptionalLong.empty();
            }
        });
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        call(() -> {
            if (!fileSystem.mkdirs(resolve(path))) {
                throw new IOException("directory '" + path + "' could not be created");
            }
            return null;
        });
    }

    @Override
    public void delete(String path) throws IOException {
        call(() -> {
            if (!fileSystem.delete(resolve(path), true) && fileSystem.exists(resolve(path))) {
                throw new IOException("'" + path + "' could not be deleted");
            }
            return null;
        });
    }

    /**
     * Files of HDFS that are still open were discarded, or soon would be. To close them would be to complete them, one after the other,
     * each for as long as the NameNode is away; so they are left as a process leaves them that ends.
     */
    @Override
    public void removeEmpty(String directory) throws IOException {
        call(() -> {
            Path path = resolve(directory);
            if (fileSystem instanceof RawLocalFileSystem local) {
                LocalManners.removeEmpty(local.pathToFile(path));
                return null;
            }
            try {
                fileSystem.delete(path, false);
            } catch (PathIsNotEmptyDirectoryException e) {
                return null;
            } catch (RemoteException e) {
                if (!e.getClassName().equals(PathIsNotEmptyDirectoryException.class.getName())) {
                    throw e;
                }
            }
            return null;
        });
    }

    @Override
    public void close() throws IOException {
        if (fileSystem instanceof DistributedFileSystem hdfs) {
            discarding.shutdownNow();
            hdfs.getClient().closeAllFilesBeingWritten(true);
        } else {
            discarding.shutdown();
        }
        fileSystem.close();
    }

    private Path resolve(String path) {
        return path.isEmpty() ? root : new Path(root, path);
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            login.renew();
            return call.run();
        } catch (RuntimeException e) {
            throw new IOException("the file system failed: " + e, e);
        }
    }
}
